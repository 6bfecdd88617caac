package dev.frameloom.flow;

/**
 * What of one picture is not to be seen in another, by the flows between them: the forms that the
 * methods use. {@link TensorMasks} computes the same on a device.
 *
 * <ul>
 *   <li>{@link #LENGTHS}: Rerender's, which is GMFlow's, and what WAVE's code begins with;
 *   <li>{@link #SQUARES}: WAVE's paper, after Sundaram et al. (ECCV 2010);
 *   <li>{@link Residual#warpable}: what WAVE's code makes of the first: warped is only what is
 *       visible and looks the same.
 * </ul>
 */
public enum Occlusion {
  /** Occluded where |f + b(x + f)| &gt; 0.01 · (|f| + |b|) + 0.5. */
  LENGTHS,
  /** Occluded where |f + b(x + f)|² &gt; 0.01 · (|f|² + |b|²) + 0.5. */
  SQUARES;

  /**
   * The pixels of the first flow's grid that are occluded where it points to. The other flow is
   * read bilinearly there, with zeros outside; so what leaves the picture is occluded, unless it
   * moves by so little that the tolerance covers it. A vector that is not finite is occluded.
   *
   * @param own f, on the mask's grid
   * @param other b, back to it
   * @return 1 where occluded, else 0
   * @throws IllegalArgumentException if the sizes differ
   */
  public Mask of(FlowField own, FlowField other) {
    Consistency consistency = new Consistency(own, other);
    int width = own.width();
    float[] occluded = new float[width * own.height()];
    for (int i = 0; i < occluded.length; i++) {
      boolean visible =
          switch (this) {
            case LENGTHS -> consistency.ofLengths(i % width, i / width);
            case SQUARES -> consistency.ofSquares(i % width, i / width);
          };
      occluded[i] = visible ? 0 : 1;
    }
    return new Mask(width, own.height(), occluded);
  }
}
