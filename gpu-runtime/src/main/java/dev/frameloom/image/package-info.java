/** Pictures in memory and their codecs. Read {@link dev.frameloom.image.Picture} first. */
package dev.frameloom.image;
