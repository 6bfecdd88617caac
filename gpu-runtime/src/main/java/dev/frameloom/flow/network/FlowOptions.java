package dev.frameloom.flow.network;

import java.util.Optional;

/**
 * What can be chosen of networks of optical flow.
 *
 * @param iterations steps of RAFT; GMFlow has none
 * @param scale of what the network sees; its own where there is none
 * @param order of channels
 * @param batch pairs of pictures that the network sees at once; a GPU is faster with more, a CPU is
 *     not. More than one may round differently
 * @param correlationBytes what RAFT's correlations of all pairs of pixels may take; where one pair
 *     of pictures needs more, they are computed again in every step, in about four times the time
 */
public record FlowOptions(
    int iterations,
    Optional<PictureScale> scale,
    ChannelOrder order,
    int batch,
    long correlationBytes) {

  /** Twenty steps, as the authors of RAFT demonstrate it; each network's own scale; 2 GiB. */
  public static final FlowOptions STANDARD =
      new FlowOptions(20, Optional.empty(), ChannelOrder.RGB, 1, 2L << 30);

  public FlowOptions {
    if (iterations < 1 || iterations > 1000) {
      throw new IllegalArgumentException("expected 1 to 1000 iterations, found " + iterations);
    }
    if (batch < 1) {
      throw new IllegalArgumentException("expected a batch of 1 or more, found " + batch);
    }
    if (correlationBytes < 0) {
      throw new IllegalArgumentException(
          "expected 0 or more bytes for correlations, found " + correlationBytes);
    }
  }

  /** The same with another number of RAFT's steps. */
  public FlowOptions withIterations(int number) {
    return new FlowOptions(number, scale, order, batch, correlationBytes);
  }

  /** The same with pictures of another scale than the network was trained with. */
  public FlowOptions withScale(PictureScale other) {
    return new FlowOptions(iterations, Optional.of(other), order, batch, correlationBytes);
  }

  /** The same with channels in another order. */
  public FlowOptions withOrder(ChannelOrder other) {
    return new FlowOptions(iterations, scale, other, batch, correlationBytes);
  }

  /** The same with so many pairs at once. */
  public FlowOptions withBatch(int pairs) {
    return new FlowOptions(iterations, scale, order, pairs, correlationBytes);
  }

  /** The same with other bounds of memory. */
  public FlowOptions withCorrelationBytes(long bytes) {
    return new FlowOptions(iterations, scale, order, batch, bytes);
  }
}
