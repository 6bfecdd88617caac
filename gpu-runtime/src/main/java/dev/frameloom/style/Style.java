package dev.frameloom.style;

import dev.frameloom.image.Picture;
import dev.frameloom.image.Raster;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The styles: how each is named and asked for, and the classical filter that makes it of a photo.
 * Filters are deterministic and work in pixels, whatever the size.
 */
public enum Style {
  /** The photograph as it is. */
  PHOTO("photo", "a photo"),
  /** Graphite on white. */
  PENCIL_SKETCH("pencil sketch", "a pencil sketch"),
  /** Black strokes and areas on cream. */
  INK("ink", "an ink drawing"),
  /** Light washes, darker at their edges. */
  WATERCOLOUR("watercolour", "a watercolour painting"),
  /** Dabs of rich, varnished colour. */
  OIL("oil", "an oil painting"),
  /** Flat, loud colours with black outlines. */
  CARTOON("cartoon", "a cartoon"),
  /** Tiles with dark joints; the joints hide the picture's own edges. */
  MOSAIC("mosaic", "a mosaic"),
  /** A screen print of four inks. */
  POP_ART("pop art", "pop art"),
  /** Brown, with faded blacks. */
  SEPIA("sepia", "a sepia photo"),
  /** Dark and blue. */
  NIGHT("night", "a photo at night"),
  /** Glowing edges on black. */
  NEON("neon", "neon"),
  /** Pale and cold; what is light turns to snow. */
  SNOW("snow", "a photo in snow"),
  /** Greens and blues turn to orange and red. */
  AUTUMN("autumn", "a photo in autumn");

  private final String label;
  private final String prompt;

  Style(String label, String prompt) {
    this.label = label;
    this.prompt = prompt;
  }

  /** All but {@link #PHOTO}: what a photo can be turned to. */
  public static List<Style> edits() {
    return Arrays.stream(values()).filter(it -> it != PHOTO).toList();
  }

  /**
   * The style of a label.
   *
   * @throws IllegalArgumentException where there is none; the message lists those that are
   */
  public static Style of(String label) {
    return Arrays.stream(values())
        .filter(it -> it.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Arrays.stream(values())
                        .map(Style::label)
                        .collect(
                            Collectors.joining(", ", "expected a style of ", ", found " + label))));
  }

  /** What people call it, in lower case: {@code pencil sketch}. */
  public String label() {
    return label;
  }

  /** The prompt that asks for it, without a subject: {@code a pencil sketch}. */
  public String prompt() {
    return prompt;
  }

  /** Whether what is an edge in the photo is one in the style too: all but the mosaic. */
  public boolean keepsEdges() {
    return this != MOSAIC;
  }

  /**
   * The photo in this style.
   *
   * @param photo (H, W, 3) in [0, 1]
   * @return (H, W, 3) in [0, 1]
   */
  public Raster filter(Raster photo) {
    return switch (this) {
      case PHOTO -> Tones.clipped(photo);
      case PENCIL_SKETCH -> Drawings.pencil(photo);
      case INK -> Drawings.ink(photo);
      case WATERCOLOUR -> Paintings.watercolour(photo);
      case OIL -> Paintings.oil(photo);
      case CARTOON -> Prints.cartoon(photo);
      case MOSAIC -> Prints.mosaic(photo);
      case POP_ART -> Prints.popArt(photo);
      case SEPIA -> Lights.sepia(photo);
      case NIGHT -> Lights.night(photo);
      case NEON -> Lights.neon(photo);
      case SNOW -> Lights.snow(photo);
      case AUTUMN -> Lights.autumn(photo);
    };
  }

  /** The photo in this style, in 8 bits. */
  public Picture filter(Picture photo) {
    return filter(Raster.of(photo)).picture();
  }
}
