package dev.frameloom.metric;

import dev.frameloom.flow.DisFlow;
import dev.frameloom.flow.FlowField;
import dev.frameloom.flow.OpticalFlow;
import dev.frameloom.flow.Visibility;
import dev.frameloom.flow.Warp;
import dev.frameloom.image.Picture;
import java.util.BitSet;
import java.util.OptionalDouble;

/**
 * How steadily an edited video follows the motion of its source. For each pair of neighbouring
 * frames, the edited frame t is warped to t + 1 along the flow of the <em>source</em>; the mean
 * squared difference to the edited frame t + 1, of RGB in [0, 1] and over the pixels that both
 * source frames see, is the pair's error. Less is steadier; the source itself scores what flow and
 * interpolation can't explain. Published figures use RAFT's flow; this uses DIS, so compare with
 * this meter's own figures only.
 *
 * <p>Holds only the previous pair, and native buffers, which close() frees. For one thread.
 */
public final class WarpError implements AutoCloseable {

  private final OpticalFlow flow = new DisFlow();
  private Picture lastSource;
  private Picture lastEdited;
  private double sum;
  private long pairs;

  /**
   * Takes the next frame, and its edit of the same size.
   *
   * @return the error between the previous frame and this one; empty for the first frame, after a
   *     cut, after a change of size, and where nothing is visible in both
   */
  public OptionalDouble add(Picture source, Picture edited) {
    requireOneSize(source, edited);
    OptionalDouble error = OptionalDouble.empty();
    if (lastSource != null
        && lastSource.width() == source.width()
        && lastSource.height() == source.height()) {
      error = pairError(source, edited);
    }
    if (error.isPresent()) {
      sum += error.getAsDouble();
      pairs++;
    }
    lastSource = source;
    lastEdited = edited;
    return error;
  }

  /** Forgets the previous frame: the next one belongs to another scene. */
  public void cut() {
    lastSource = null;
    lastEdited = null;
  }

  /** The mean over all pairs; empty before the first pair. */
  public OptionalDouble mean() {
    return pairs == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / pairs);
  }

  /** Pairs that count. */
  public long pairs() {
    return pairs;
  }

  @Override
  public void close() {
    flow.close();
  }

  private OptionalDouble pairError(Picture source, Picture edited) {
    // On the grid of t + 1, because that is where the edited frame t is warped to.
    FlowField back = flow.between(source, lastSource);
    FlowField ahead = flow.between(lastSource, source);
    BitSet visible = Visibility.of(back, ahead).pixels();
    if (visible.isEmpty()) {
      return OptionalDouble.empty();
    }
    float[] warped = Warp.sample(lastEdited, back);
    byte[] rgb = edited.rgb();
    double squares = 0;
    for (int i = visible.nextSetBit(0); i >= 0; i = visible.nextSetBit(i + 1)) {
      for (int c = 3 * i; c < 3 * i + 3; c++) {
        double difference = ((rgb[c] & 0xff) - warped[c]) / 255.0;
        squares += difference * difference;
      }
    }
    return OptionalDouble.of(squares / (3.0 * visible.cardinality()));
  }

  private static void requireOneSize(Picture source, Picture edited) {
    if (source.width() != edited.width() || source.height() != edited.height()) {
      throw new IllegalArgumentException(
          "an edited frame has its source's size: expected "
              + source.width()
              + "x"
              + source.height()
              + ", found "
              + edited.width()
              + "x"
              + edited.height());
    }
  }
}
