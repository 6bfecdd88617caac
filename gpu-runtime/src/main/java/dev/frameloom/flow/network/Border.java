package dev.frameloom.flow.network;

/**
 * What is added around pictures so that a network takes their size: half on either side, the odd
 * one at the right and below, as the authors of RAFT and GMFlow do it.
 *
 * @param left columns
 * @param right columns
 * @param top rows
 * @param bottom rows
 */
record Border(int left, int right, int top, int bottom) {

  static Border of(int width, int height, FlowNetwork network) {
    int columns = missing(width, network);
    int rows = missing(height, network);
    return new Border(columns / 2, columns - columns / 2, rows / 2, rows - rows / 2);
  }

  private static int missing(int side, FlowNetwork network) {
    int multiple = network.multiple();
    int padded = (Math.max(side, network.leastSide()) + multiple - 1) / multiple * multiple;
    return padded - side;
  }

  boolean isNone() {
    return left + right + top + bottom == 0;
  }
}
