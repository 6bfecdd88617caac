package dev.frameloom.image;

/** Encodings that pictures travel in. */
public enum ImageEncoding {
  /** Lossy, baseline, about 40 KB for 512x512 at quality 90. */
  JPEG,
  /** Lossless, about 250 KB for 512x512. */
  PNG
}
