package dev.frameloom.engine;

import java.util.Optional;

/**
 * A native library that can't be loaded: the message says which folder it is unpacked to, what is
 * wrong with that, and how another is named.
 */
public final class NativeLibraryException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  /** Looks for what is wrong among the causes, and where they don't tell, in the folder. */
  public NativeLibraryException(Throwable failure) {
    super(explain(failure));
    addSuppressed(failure); // no cause: it would be said again after the sentence
  }

  /**
   * Whether a failure is that of a native library: its file, or the class that loads it, and not
   * classes that don't fit one another.
   */
  public static boolean concerns(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnsatisfiedLinkError
          || cause instanceof ExceptionInInitializerError
          || (cause instanceof NoClassDefFoundError
              && String.valueOf(cause.getMessage()).startsWith("Could not initialize class"))) {
        return true;
      }
    }
    return false;
  }

  private static String explain(Throwable failure) {
    UnpackedLibrary library = UnpackedLibrary.of(failure);
    Optional<String> fault =
        lastWords(failure).startsWith("No space left")
            ? Optional.of(FolderFault.FULL)
            : FolderFault.of(library.folder());
    return "%s's native library can't be loaded from %s: %s. Choose another folder with %s"
        .formatted(
            library.name(),
            library.folder(),
            fault.orElseGet(() -> lastWords(failure)),
            library.remedy());
  }

  /** What the innermost cause says, without the path that linkers put before it. */
  private static String lastWords(Throwable failure) {
    Throwable last = failure;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    String text = String.valueOf(last.getMessage());
    return text.substring(text.lastIndexOf(": ") + 1).strip();
  }
}
