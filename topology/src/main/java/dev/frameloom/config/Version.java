package dev.frameloom.config;

/** Which Frameloom this is. */
public final class Version {

  /** As {@code --version} prints it, and as catalogs name what shipped a model. */
  public static final String NUMBER = "0.1.0";

  private Version() {}
}
