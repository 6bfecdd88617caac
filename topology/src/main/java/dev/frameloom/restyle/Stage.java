package dev.frameloom.restyle;

/** Stages of a run that time is accounted to, in the order of the data flow. */
public enum Stage {
  DECODE("decode"),
  PUBLISH("publish"),
  WINDOW("window"),
  FETCH("fetch"),
  ENCODE_LATENT("encodeLatent"),
  DENOISE("denoise"),
  DECODE_LATENT("decodeLatent"),
  PROPAGATE("propagate"),
  REPUBLISH("republish"),
  REASSEMBLE("reassemble"),
  MEASURE("measure"),
  MUX("mux");

  private final String key;

  Stage(String key) {
    this.key = key;
  }

  /** Name in summaries. */
  public String key() {
    return key;
  }
}
