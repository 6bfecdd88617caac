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
  DETECTOR,
  /** Optical flow between frames. */
  FLOW,
  /** How different two pictures look. */
  LPIPS,
  /** How well a picture fits a text, and another picture. */
  CLIP;

  /** Whether it is a network with a {@code model_type}, which says more. */
  boolean isNetwork() {
    return this == FLOW || this == LPIPS || this == CLIP;
  }

  /** As it is written in the catalog and shown. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
