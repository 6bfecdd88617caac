package dev.frameloom.flow.network;

/** What follows an encoder's convolutions. */
public enum EncoderNorm {
  /** Nothing. */
  NONE("conv_plain"),
  /** Each channel of each picture has mean 0 and variance 1. */
  INSTANCE("conv_instance"),
  /** Moments and scale of training. */
  BATCH("conv_batch");

  private final String kernel;

  EncoderNorm(String kernel) {
    this.kernel = kernel;
  }

  String kernel() {
    return kernel;
  }
}
