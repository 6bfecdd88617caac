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
  /** The online warp error, of each window while it is edited. */
  MEASURE("measure"),
  REPUBLISH("republish"),
  REASSEMBLE("reassemble"),
  /** What the summary and the report tell of the whole result. */
  EVALUATE("evaluate"),
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
