package dev.frameloom.weights;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/**
 * Pages of mapped files. Java unmaps a buffer when it collects garbage, and until then the pages
 * that were read count as the process's memory, beside the copy that was made of them: twice the
 * model. On Linux they are given back at once; they stay in the system's cache of the file.
 */
final class MappedPages {

  /** The largest page size of Linux's platforms; only whole pages can be given back. */
  private static final long PAGE = 1 << 16;

  private static final int MADV_DONTNEED = 4;

  private MappedPages() {}

  /**
   * Gives back the memory of a mapping. It can be read again, at the cost of page faults.
   *
   * @param mapped read-only mapping of a file
   */
  static void release(ByteBuffer mapped) {
    if (!Platform.isLinux() || mapped.capacity() < 2 * PAGE) {
      return;
    }
    try {
      long begin = Pointer.nativeValue(Native.getDirectBufferPointer(mapped));
      long first = (begin + PAGE - 1) / PAGE * PAGE;
      long end = (begin + mapped.capacity()) / PAGE * PAGE;
      Function.getFunction("c", "madvise")
          .invokeInt(new Object[] {new Pointer(first), end - first, MADV_DONTNEED});
    } catch (LinkageError e) {
      // another C library, or no folder that JNA may load its own from; the memory comes back with
      // the garbage
    }
  }
}
