package dev.frameloom.edit;

/** Stages of an edit that time is accounted to. */
public enum EditStage {
  ENCODE_LATENT,
  DENOISE,
  DECODE_LATENT,
  PROPAGATE,
  MEASURE
}
