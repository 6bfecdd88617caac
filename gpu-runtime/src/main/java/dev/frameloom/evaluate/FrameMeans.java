package dev.frameloom.evaluate;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What is measured without a style, over frames.
 *
 * @param vaePsnr mean, dB
 * @param vaeMeanShift the largest of all frames, levels of 255
 * @param inversionPsnr mean, dB
 */
public record FrameMeans(double vaePsnr, double vaeMeanShift, double inversionPsnr) {

  /** What counts as so many decibels: equal pictures, whose ratio is infinite, in a mean. */
  static final double MOST_DECIBELS = 99;

  static FrameMeans of(List<FrameScores> frames) {
    return new FrameMeans(
        mean(frames, it -> finite(it.vaePsnr())),
        frames.stream().mapToDouble(FrameScores::vaeMeanShift).max().orElse(Double.NaN),
        mean(frames, it -> finite(it.inversionPsnr())));
  }

  static double finite(double decibels) {
    return Math.min(decibels, MOST_DECIBELS);
  }

  /** NaN over nothing. */
  static <T> double mean(List<T> items, ToDoubleFunction<T> measure) {
    return items.stream().mapToDouble(measure).average().orElse(Double.NaN);
  }
}
