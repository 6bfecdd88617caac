package dev.frameloom.flow.raft;

import dev.frameloom.flow.network.EncoderForm;
import dev.frameloom.flow.network.EncoderNorm;
import java.util.List;

/**
 * What a RAFT network looks like.
 *
 * @param features of the encoder that both pictures pass
 * @param context of the encoder that gives the first state and the context
 * @param radius how far around a place correlations are looked up, in pixels of each level
 * @param state channels of the state; the context has what the encoder gives beyond them
 * @param motion what is made of correlations and flow
 * @param head channels between state and step
 * @param large whether the state passes two units, of 1×5 and 5×1, and flow is enlarged by a mask
 */
record RaftForm(
    EncoderForm features,
    EncoderForm context,
    int radius,
    int state,
    Motion motion,
    int head,
    boolean large) {

  private static final RaftForm LARGE =
      new RaftForm(
          new EncoderForm(List.of(64, 64, 96, 128), 256, false, EncoderNorm.INSTANCE, true),
          new EncoderForm(List.of(64, 64, 96, 128), 256, false, EncoderNorm.BATCH, true),
          4,
          128,
          new Motion(256, 192, 128, 64, 126),
          256,
          true);

  private static final RaftForm SMALL =
      new RaftForm(
          new EncoderForm(List.of(32, 32, 64, 96), 128, true, EncoderNorm.INSTANCE, true),
          new EncoderForm(List.of(32, 32, 64, 96), 160, true, EncoderNorm.NONE, true),
          3,
          96,
          new Motion(96, 0, 64, 32, 80),
          128,
          false);

  /**
   * Channels of what is made of correlations and flow.
   *
   * @param correlation after 1×1
   * @param wideCorrelation after 3×3, 0 where there is none
   * @param wideFlow after 7×7
   * @param flow after 3×3
   * @param joined of both, without the flow itself
   */
  record Motion(int correlation, int wideCorrelation, int wideFlow, int flow, int joined) {}

  static RaftForm of(RaftSize size) {
    return switch (size) {
      case LARGE -> LARGE;
      case SMALL -> SMALL;
    };
  }

  /** Channels of the context beside the state. */
  int contextChannels() {
    return context.out() - state;
  }
}
