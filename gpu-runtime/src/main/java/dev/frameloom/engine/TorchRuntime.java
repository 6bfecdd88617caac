package dev.frameloom.engine;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import java.io.IOException;

/**
 * Starts PyTorch, once in a process: without downloads, without tracking, without gradients.
 *
 * <p>An operation is spread over as many threads as the system property {@value #THREADS} says, two
 * where it says nothing, and never over as many as the machine happens to have: sums are cut by
 * threads, so another number of them gives other bytes.
 */
final class TorchRuntime {

  static final String THREADS = "frameloom.torch.threads";

  private static final String DEFAULT_THREADS = "2";

  private static Engine engine;

  private TorchRuntime() {}

  /**
   * Starts PyTorch where it is not running yet.
   *
   * @throws IllegalStateException where it can't be started, with the reason
   */
  static synchronized Engine start() {
    if (engine == null) {
      engine = launch();
    }
    return engine;
  }

  private static Engine launch() {
    HugePages.request();
    preset("ai.djl.offline", "true");
    preset("OPT_OUT_TRACKING", "true");
    preset("ai.djl.pytorch.graph_optimizer", "false");
    preset("ai.djl.pytorch.num_threads", System.getProperty(THREADS, DEFAULT_THREADS));
    try {
      return Engine.getEngine("PyTorch");
    } catch (EngineException e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      if (root instanceof LinkageError || root instanceof IOException) {
        throw new NativeLibraryException(e);
      }
      throw new IllegalStateException(
          "PyTorch can't be started: "
              + root.getMessage()
              + ". Its native library comes with the build for this platform, or from"
              + " PYTORCH_LIBRARY_PATH with the profile cuda",
          e);
    }
  }

  private static void preset(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
