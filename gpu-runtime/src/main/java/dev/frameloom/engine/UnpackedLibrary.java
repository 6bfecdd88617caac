package dev.frameloom.engine;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A native library that its Java part unpacks to a folder before it is loaded.
 *
 * @param name of the library, for people
 * @param folder where it is unpacked to
 * @param remedy what names another folder
 */
record UnpackedLibrary(String name, Path folder, String remedy) {

  /** A linker's message begins with the file: {@code /folder/libx.so: /folder/libx.so: why}. */
  private static final Pattern FILE = Pattern.compile("^(.+?\\.(?:so|dll|dylib|jnilib)[.\\d]*): ");

  private static final String OPTION = "FRAMELOOM_SCRIPT_JAVA_OPTS=";

  /** The one whose loading failed, told by the file that is named, or by who asked for it. */
  static UnpackedLibrary of(Throwable failure) {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir", ""));
    Path folder = temporary;
    StringBuilder trace = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Matcher file = FILE.matcher(String.valueOf(cause.getMessage()));
      if (file.find()) {
        folder = Path.of(file.group(1)).toAbsolutePath().getParent();
      }
      trace.append(cause.getMessage()).append(Arrays.toString(cause.getStackTrace()));
    }
    String asking = trace.toString();
    String path = folder.toString();
    if (path.contains(".djl.ai") || asking.contains("ai.djl.")) {
      Path home = Path.of(System.getProperty("user.home", ""));
      return new UnpackedLibrary(
          "PyTorch",
          folder.equals(temporary) ? home.resolve(".djl.ai") : folder,
          "the environment variable DJL_CACHE_DIR=FOLDER");
    }
    if (path.contains(".javacpp") || asking.contains("org.bytedeco.")) {
      String property = "org.bytedeco.javacpp.cachedir";
      Path home = Path.of(System.getProperty("user.home", ""));
      Path standard =
          Path.of(System.getProperty(property, home.resolve(".javacpp").resolve("cache") + ""));
      return new UnpackedLibrary(
          asking.contains("org.bytedeco.ffmpeg") ? "FFmpeg" : "OpenCV",
          folder.equals(temporary) ? standard : folder,
          OPTION + "-D" + property + "=FOLDER");
    }
    return new UnpackedLibrary(temporaryName(asking), folder, OPTION + "-Djava.io.tmpdir=FOLDER");
  }

  private static String temporaryName(String asking) {
    if (asking.contains("org.rocksdb.")) {
      return "RocksDB";
    }
    if (asking.contains("org.xerial.snappy.")) {
      return "Snappy";
    }
    return asking.contains("com.github.luben.zstd.") ? "Zstandard" : "A part of Frameloom";
  }
}
