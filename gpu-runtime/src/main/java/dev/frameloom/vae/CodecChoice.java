package dev.frameloom.vae;

/** Which autoencoder a model is loaded with. */
public enum CodecChoice {
  /** The model's own, of its part {@code vae}. */
  OWN,
  /**
   * The tiny one, for live use: of the part {@code vae_tiny}, a folder that is put beside the
   * others and holds a tiny autoencoder in either layout that {@link TinyAutoencoder#read} takes;
   * or the model's own, where that is a tiny one.
   */
  TINY
}
