/**
 * Pictures in memory, their codecs, and the small picture operations that everything else needs.
 * Read {@link dev.frameloom.image.Picture} first, then {@link dev.frameloom.image.PictureCodec} and
 * {@link dev.frameloom.image.Pictures}. What a file says of how it is shown is {@link
 * dev.frameloom.image.PictureFacts} and {@link dev.frameloom.image.Orientation}. {@link
 * dev.frameloom.image.Thumbnail} and {@link dev.frameloom.image.SceneCut} are for finding scene
 * cuts without decoding whole frames.
 */
package dev.frameloom.image;
