package dev.frameloom.media;

import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/** Tells FFmpeg to give up on a peer that says nothing. Asked by FFmpeg many times a second. */
final class SilenceLimit extends AVIOInterruptCB.Callback_Pointer {

  static final int SECONDS = 10;

  private volatile long startedAt = System.nanoTime();

  void restart() {
    startedAt = System.nanoTime();
  }

  boolean isOver() {
    return System.nanoTime() - startedAt > TimeUnit.SECONDS.toNanos(SECONDS);
  }

  @Override
  public int call(Pointer unused) {
    return isOver() ? 1 : 0;
  }
}
