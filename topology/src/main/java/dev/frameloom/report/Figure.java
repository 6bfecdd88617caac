package dev.frameloom.report;

import dev.frameloom.metric.Detail;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** A number that tells something of an edited video, in the order in which they are shown. */
public enum Figure {
  WARP_ERROR(
      "warpError",
      "Warp error",
      Unit.THOUSANDTHS,
      "lower is steadier",
      "Each edited frame is moved to the next one along the source's motion. This is the mean squared"
          + " difference to it, of RGB from 0 to 1, where both source frames show the same thing."),
  EDGE_CORRELATION(
      "edgeCorrelation",
      "Edge correlation",
      Unit.NUMBER,
      "higher keeps the source's shapes",
      "How far edges are where the source's are, 1 for a copy, 0 for a blank, whatever their strength and"
          + " colour. Frames whose source has none don't count."),
  SOBEL_RATIO(
      "sobelRatio",
      "Edge energy",
      Unit.NUMBER,
      "1 is as sharp as the source",
      "Energy of the brightness' gradient, by Sobel, divided by the source's. What is blurred or blank"
          + " is steady, and far below 1 here; lines and grain are above."),
  HIGH_FREQUENCY_RATIO(
      "highFrequencyRatio",
      "Fine detail",
      Unit.NUMBER,
      "1 is as fine as the source",
      "The same of what varies within four pixels, by a Fourier transform: the first thing that a blur"
          + " takes, and what grain adds."),
  PIXEL_MSE(
      "pixelMse",
      "Pixel-MSE",
      Unit.THOUSANDTHS,
      "lower is steadier",
      "The same, and pixels count too that only one of the two source frames shows."),
  PSNR(
      "psnr",
      "PSNR",
      Unit.DECIBELS,
      "higher is nearer to the source",
      "How near edited frames are to the source's, pixel by pixel. An edit is meant to differ: this"
          + " judges reconstructions, and says of edits how far they went."),
  SSIM(
      "ssim",
      "SSIM",
      Unit.NUMBER,
      "higher is nearer to the source",
      "How far the structure of small patches is that of the source's, 1 for equal frames."),
  LPIPS(
      "lpips",
      "LPIPS",
      Unit.NUMBER,
      "lower is nearer to the source",
      "How far a network trained on people's judgement finds edited frames from the source's."),
  CLIP_SCORE(
      "clipScore",
      "CLIP score",
      Unit.NUMBER,
      "higher fits the prompt better",
      "Mean cosine between CLIP's embeddings of the edited frames and of the prompt."),
  TEM_CON(
      "temCon",
      "Tem-Con",
      Unit.NUMBER,
      "higher is more alike",
      "Mean cosine between CLIP's embeddings of neighbouring edited frames: whether the content stays,"
          + " not whether pixels do."),
  FRAM_ACC(
      "framAcc",
      "Fram-Acc",
      Unit.PERCENT,
      "higher fits the prompt better",
      "Edited frames that CLIP finds nearer to the prompt than to the source's prompt.");

  private final String key;
  private final String label;
  private final Unit unit;
  private final String better;
  private final String meaning;

  Figure(String key, String label, Unit unit, String better, String meaning) {
    this.key = key;
    this.label = label;
    this.unit = unit;
    this.better = better;
    this.meaning = meaning;
  }

  /** Those of a {@link Detail}, in order. */
  public static Map<Figure, OptionalDouble> of(Optional<Detail> detail) {
    Map<Figure, OptionalDouble> figures = new EnumMap<>(Figure.class);
    figures.put(
        EDGE_CORRELATION, detail.map(Detail::edgeCorrelation).orElse(OptionalDouble.empty()));
    figures.put(SOBEL_RATIO, value(detail, Detail::sobelRatio));
    figures.put(HIGH_FREQUENCY_RATIO, value(detail, Detail::highFrequencyRatio));
    return figures;
  }

  private static OptionalDouble value(Optional<Detail> detail, ToDoubleFunction<Detail> figure) {
    return detail
        .map(it -> OptionalDouble.of(figure.applyAsDouble(it)))
        .orElse(OptionalDouble.empty());
  }

  /** Key in JSON. */
  public String key() {
    return key;
  }

  /** Name for people. */
  public String label() {
    return label;
  }

  /** Which way it is better, and at what. */
  public String better() {
    return better;
  }

  /** One or two sentences on what is measured. */
  public String meaning() {
    return meaning;
  }

  /** The value with its unit. */
  public String text(double value) {
    return unit.text(value);
  }

  private enum Unit {
    THOUSANDTHS("%.3f × 10⁻³", 1000),
    DECIBELS("%.2f dB", 1),
    PERCENT("%.1f %%", 100),
    NUMBER("%.4f", 1);

    private final String format;
    private final double scale;

    Unit(String format, double scale) {
      this.format = format;
      this.scale = scale;
    }

    String text(double value) {
      return String.format(Locale.ROOT, format, value * scale);
    }
  }
}
