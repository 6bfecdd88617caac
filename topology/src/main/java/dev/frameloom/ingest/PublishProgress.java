package dev.frameloom.ingest;

/** Told of every frame that is sent, on the publishing thread; must return soon. */
@FunctionalInterface
public interface PublishProgress {

  /** Does nothing. */
  PublishProgress NONE = (frames, bytes) -> {};

  /** So many frames and bytes of pictures have been sent since the beginning. */
  void published(long frames, long bytes);
}
