package dev.frameloom.model;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Structure;

/**
 * What native code of this process has taken from the C library's allocator and has not given back.
 * Resident memory was tried instead, less the Java heap's committed bytes: a collection may let go
 * of committed pages that were never touched, which reads as 100 MB taken.
 */
final class NativeHeap {

  private NativeHeap() {}

  /** Whether the C library tells: glibc 2.33 and newer. */
  static boolean isKnown() {
    return Platform.isLinux() && find() != null;
  }

  /** Bytes in use, in every arena and in mapped blocks. */
  static long bytes() {
    MallInfo info = (MallInfo) find().invoke(MallInfo.class, new Object[0]);
    return info.uordblks + info.hblkhd;
  }

  private static Function find() {
    try {
      return NativeLibrary.getInstance("c").getFunction("mallinfo2");
    } catch (UnsatisfiedLinkError e) {
      return null;
    }
  }

  /** {@code struct mallinfo2} of glibc's malloc.h. */
  @Structure.FieldOrder({
    "arena",
    "ordblks",
    "smblks",
    "hblks",
    "hblkhd",
    "usmblks",
    "fsmblks",
    "uordblks",
    "fordblks",
    "keepcost"
  })
  public static final class MallInfo extends Structure implements Structure.ByValue {
    public long arena;
    public long ordblks;
    public long smblks;
    public long hblks;
    public long hblkhd;
    public long usmblks;
    public long fsmblks;
    public long uordblks;
    public long fordblks;
    public long keepcost;
  }
}
