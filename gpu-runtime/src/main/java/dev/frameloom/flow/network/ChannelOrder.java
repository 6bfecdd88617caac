package dev.frameloom.flow.network;

/** Which colour a network sees as its first channel. */
public enum ChannelOrder {
  /** Red first, as networks are trained. */
  RGB,
  /**
   * Blue first: what Rerender-A-Video feeds GMFlow when it propagates, as OpenCV reads pictures.
   */
  BGR
}
