package dev.frameloom.cluster;

/** A topic that a command needs is not there. The message says how to make it. */
public final class MissingTopicException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MissingTopicException(String topic) {
    super("topic " + topic + " does not exist; run \"frameloom topics create\"");
  }
}
