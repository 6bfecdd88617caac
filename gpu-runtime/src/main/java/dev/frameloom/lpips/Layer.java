package dev.frameloom.lpips;

/** A layer of a network of features. */
sealed interface Layer {

  /** How many pixels a side are left of so many; less than 1 where it does not fit. */
  int side(int side);

  /**
   * A convolution with ReLU.
   *
   * @param index in the network's names: {@code features.INDEX.weight}
   */
  record Convolution(int index, int in, int out, int kernel, int stride, int padding)
      implements Layer {

    @Override
    public int side(int side) {
      int room = side + 2 * padding - kernel;
      return room < 0 ? 0 : room / stride + 1;
    }
  }

  /** The largest of a square, every two pixels; what is left over at the border is not seen. */
  record Pool(int kernel) implements Layer {

    static final int STRIDE = 2;

    @Override
    public int side(int side) {
      return side < kernel ? 0 : (side - kernel) / STRIDE + 1;
    }
  }
}
