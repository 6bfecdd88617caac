package dev.frameloom.report;

import dev.frameloom.metric.Detail;
import java.util.Locale;

/** What an edit shows of its source, for people. */
public final class DetailText {

  private DetailText() {}

  /** In the words of {@link Figure}, as the part of a sentence. */
  public static String of(Detail detail) {
    String edges =
        detail.edgeCorrelation().isPresent()
            ? String.format(
                Locale.ROOT, "edge correlation %.2f", detail.edgeCorrelation().getAsDouble())
            : "no edges in the source";
    return String.format(
        Locale.ROOT,
        "%s, edge energy %.2f and fine detail %.2f of the source's",
        edges,
        detail.sobelRatio(),
        detail.highFrequencyRatio());
  }
}
