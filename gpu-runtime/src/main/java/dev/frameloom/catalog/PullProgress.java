package dev.frameloom.catalog;

import dev.frameloom.hub.HubFile;

/** Adds up what is fetched of several files; what an earlier try has fetched does not count. */
final class PullProgress {

  private final ByteProgress progress;
  private long before;
  private long missing;
  private long start;
  private String name = "";

  PullProgress(ByteProgress progress) {
    this.progress = progress;
  }

  void next(HubFile file, long missingOfIt) {
    before += missing;
    missing = missingOfIt;
    start = file.size() - missingOfIt;
    name = file.name();
  }

  /** So many bytes of the file are there; fewer than at its start where it had to begin anew. */
  void at(long length) {
    progress.done(before + Math.max(0, length - start), name);
  }
}
