/**
 * Pictures in memory, their codecs, and the small picture operations that everything else needs.
 * Read {@link dev.frameloom.image.Picture} first, then {@link dev.frameloom.image.PictureCodec} and
 * {@link dev.frameloom.image.Pictures}. {@link dev.frameloom.image.Thumbnail} and {@link
 * dev.frameloom.image.SceneCut} are for finding scene cuts without decoding whole frames.
 */
package dev.frameloom.image;
