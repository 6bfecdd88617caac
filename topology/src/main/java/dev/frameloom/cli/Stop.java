package dev.frameloom.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and termination: a command that works for long asks {@link #requested()}, stops in an
 * orderly way, and the JVM waits for it.
 */
final class Stop {

  /** Long enough to finish a file and leave the consumer groups. */
  private static final long PATIENCE_SECONDS = 20;

  private static final CountDownLatch FINISHED = new CountDownLatch(1);
  private static volatile boolean requested;
  private static volatile Runnable action = () -> {};

  private Stop() {}

  /** From now on a stop request runs the action, once, on a thread of its own. */
  static void onRequest(Runnable whenRequested) {
    action = whenRequested;
    Runtime.getRuntime().addShutdownHook(new Thread(Stop::request, "stop"));
  }

  static boolean requested() {
    return requested;
  }

  /** The command has come to its end; a waiting shutdown goes on. */
  static void finished() {
    FINISHED.countDown();
  }

  private static void request() {
    if (FINISHED.getCount() == 0) {
      return; // the ordinary end of the process
    }
    requested = true;
    action.run();
    try {
      if (!FINISHED.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("frameloom: did not stop within " + PATIENCE_SECONDS + " s; leaving");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
