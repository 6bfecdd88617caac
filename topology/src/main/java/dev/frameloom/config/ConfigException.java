package dev.frameloom.config;

/**
 * A configuration that can't be used. The message names the key, where it was set and what to do.
 */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Only a message. */
  public ConfigException(String message) {
    super(message);
  }
}
