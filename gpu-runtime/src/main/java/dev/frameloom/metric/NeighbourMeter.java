package dev.frameloom.metric;

import dev.frameloom.image.Picture;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Compares each edited frame with the one before it, laid over it along the motion of the source.
 * Meters of this kind differ only in the pixels that count. Holds the previous pair.
 */
abstract sealed class NeighbourMeter implements VideoMeter permits WarpError, PixelMse {

  private final SourceMotion motion;
  private final boolean ownsMotion;
  private final RunningMean mean = new RunningMean();
  private Optional<Frame> last = Optional.empty();

  private record Frame(Picture source, Picture edited) {

    Frame {
      if (source.width() != edited.width() || source.height() != edited.height()) {
        throw new IllegalArgumentException(
            "an edited frame has its source's size: expected %dx%d, found %dx%d"
                .formatted(source.width(), source.height(), edited.width(), edited.height()));
      }
    }

    boolean isOfSizeOf(Frame other) {
      return source.width() == other.source.width() && source.height() == other.source.height();
    }
  }

  NeighbourMeter(SourceMotion motion, boolean ownsMotion) {
    this.motion = motion;
    this.ownsMotion = ownsMotion;
  }

  /** The pixels of the later frame that count. */
  abstract BitSet counted(FrameMotion between);

  @Override
  public final OptionalDouble add(Picture source, Picture edited) {
    Frame frame = new Frame(source, edited);
    OptionalDouble error =
        last.filter(frame::isOfSizeOf)
            .map(earlier -> error(earlier, frame))
            .orElse(OptionalDouble.empty());
    error.ifPresent(mean::add);
    last = Optional.of(frame);
    return error;
  }

  private OptionalDouble error(Frame earlier, Frame later) {
    FrameMotion between = motion.between(earlier.source(), later.source());
    return AlignedError.between(earlier.edited(), later.edited(), between.back(), counted(between));
  }

  @Override
  public final void cut() {
    last = Optional.empty();
  }

  @Override
  public final OptionalDouble mean() {
    return mean.value();
  }

  @Override
  public final long count() {
    return mean.count();
  }

  @Override
  public final void close() {
    if (ownsMotion) {
      motion.close();
    }
  }
}
