package dev.frameloom.engine;

import com.sun.jna.Function;
import com.sun.jna.Platform;

/**
 * Large tensors on huge pages. PyTorch gets a tensor of more than some megabytes from the system
 * and gives it back at once, so that on Linux every operation pays a page fault for each 4 KB of
 * its result: more than the operation itself where that is only a sum. With pages of 2 MB there are
 * few. PyTorch asks for them where the environment says so when it starts; the system grants them
 * where {@code /sys/kernel/mm/transparent_hugepage/enabled} is {@code madvise} or {@code always}.
 */
final class HugePages {

  private static final String SETTING = "THP_MEM_ALLOC_ENABLE";

  private HugePages() {}

  /** Sets the environment before PyTorch's libraries are there; a value of the user's stays. */
  static void request() {
    if (!Platform.isLinux() || System.getenv(SETTING) != null) {
      return;
    }
    try {
      // Java can't change its own environment; 0: a value that is there stays
      Function.getFunction("c", "setenv").invokeInt(new Object[] {SETTING, "1", 0});
    } catch (LinkageError e) {
      // another C library, or no folder that JNA may load its own from; everything works without,
      // only slower
    }
  }
}
