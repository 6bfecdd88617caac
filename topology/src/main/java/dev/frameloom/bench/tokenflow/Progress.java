package dev.frameloom.bench.tokenflow;

import dev.frameloom.restyle.ProgressListener;

/** Counts frames for a listener. For one thread. */
final class Progress {

  private final ProgressListener listener;
  private long done;

  Progress(ProgressListener listener) {
    this.listener = listener;
  }

  /** A part begins, in which so many frames are edited. */
  void begin(String part, long frames) {
    done = 0;
    listener.stage(part, frames, "frames");
  }

  void advance(int frames, String what) {
    done += frames;
    listener.done(done, what);
  }
}
