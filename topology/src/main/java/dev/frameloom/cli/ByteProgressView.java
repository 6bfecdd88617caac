package dev.frameloom.cli;

import dev.frameloom.catalog.ByteProgress;
import dev.frameloom.restyle.ProgressListener;

/** Work on files, shown as other work is. */
final class ByteProgressView implements ByteProgress {

  private final ProgressListener view;

  ByteProgressView(ProgressListener view) {
    this.view = view;
  }

  @Override
  public void begin(String work, long bytes) {
    view.stage(work, bytes, ProgressView.BYTES);
  }

  @Override
  public void done(long bytes, String file) {
    view.done(bytes, file);
  }
}
