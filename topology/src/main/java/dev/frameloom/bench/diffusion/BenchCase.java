package dev.frameloom.bench.diffusion;

import java.util.Locale;

/**
 * What is measured in one row.
 *
 * @param part what runs
 * @param size width and height of the pictures in pixels; of no matter to the text encoder
 * @param batch rows of the batch
 */
record BenchCase(Part part, int size, int batch) {

  /** What runs. */
  enum Part {
    /** One call of the UNet. */
    UNET,
    /** Pictures to the mean of their latents. */
    ENCODE,
    /** Latents to pictures. */
    DECODE,
    /** A prompt's embeddings. */
    TEXT;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public String toString() {
    return switch (part) {
      case UNET -> String.format(Locale.ROOT, "UNet %d², batch %d", size, batch);
      case ENCODE -> String.format(Locale.ROOT, "VAE encode %d²", size);
      case DECODE -> String.format(Locale.ROOT, "VAE decode %d²", size);
      case TEXT -> "text encoder";
    };
  }

  /**
   * About what it needs beside the weights, in bytes: the widest activations that live at once, and
   * what the convolutions copy.
   */
  long workingBytes() {
    double area = size * (double) size / (512 * 512);
    double gigabytes =
        switch (part) {
          case UNET -> 0.7 * area * batch;
          case ENCODE -> 2.0 * area;
          case DECODE -> 3.0 * area;
          case TEXT -> 0.1;
        };
    return (long) (gigabytes * 1e9);
  }
}
