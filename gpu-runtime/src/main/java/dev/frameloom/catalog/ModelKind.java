package dev.frameloom.catalog;

import java.util.Locale;

/** What a catalogued thing is. */
public enum ModelKind {
  /** A whole model: text encoder, UNet, autoencoder. */
  MODEL,
  /** Low-rank changes to a model's weights. */
  LORA,
  /** Guides a UNet by edges, depth or the like. */
  CONTROLNET,
  /** An autoencoder alone, to be used in place of a model's own. */
  VAE,
  /** Makes a ControlNet's picture from a frame. */
  DETECTOR;

  /** As it is written in the catalog and shown. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
