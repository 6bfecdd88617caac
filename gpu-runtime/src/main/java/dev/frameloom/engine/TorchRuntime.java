package dev.frameloom.engine;

import ai.djl.engine.Engine;

/**
 * Starts PyTorch, once in a process: without downloads, without tracking, without gradients.
 *
 * <p>The number of threads that one operation is spread over is PyTorch's default (the cores) or
 * the system property {@code frameloom.torch.threads}.
 */
final class TorchRuntime {

  private static final Engine ENGINE = launch();

  private TorchRuntime() {}

  /** Starts PyTorch where it is not running yet. */
  static Engine start() {
    return ENGINE;
  }

  private static Engine launch() {
    preset("ai.djl.offline", "true");
    preset("OPT_OUT_TRACKING", "true");
    preset("ai.djl.pytorch.graph_optimizer", "false");
    String threads = System.getProperty("frameloom.torch.threads");
    if (threads != null) {
      preset("ai.djl.pytorch.num_threads", threads);
    }
    return Engine.getEngine("PyTorch");
  }

  private static void preset(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
