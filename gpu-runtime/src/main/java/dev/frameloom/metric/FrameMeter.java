package dev.frameloom.metric;

import dev.frameloom.image.Picture;
import java.util.OptionalDouble;
import java.util.function.ToDoubleBiFunction;

/** Measures each edited frame against its source, by itself. */
public final class FrameMeter implements VideoMeter {

  private final ToDoubleBiFunction<Picture, Picture> measure;
  private final RunningMean mean = new RunningMean();

  /**
   * A meter that has seen nothing. What the measure holds stays its owner's to close.
   *
   * @param measure of a source and its edit; refuses two pictures of different sizes
   */
  public FrameMeter(ToDoubleBiFunction<Picture, Picture> measure) {
    this.measure = measure;
  }

  /** The mean of {@link Psnr#finite} over the frames, decibels. */
  public static FrameMeter psnr() {
    return new FrameMeter(Psnr::finite);
  }

  /** The mean of {@link Ssim} over the frames. */
  public static FrameMeter ssim() {
    return new FrameMeter(Ssim::between);
  }

  @Override
  public OptionalDouble add(Picture source, Picture edited) {
    double value = measure.applyAsDouble(source, edited);
    mean.add(value);
    return OptionalDouble.of(value);
  }

  @Override
  public OptionalDouble mean() {
    return mean.value();
  }

  @Override
  public long count() {
    return mean.count();
  }
}
