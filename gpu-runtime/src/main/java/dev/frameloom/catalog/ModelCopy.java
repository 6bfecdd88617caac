package dev.frameloom.catalog;

import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** Brings a model into a catalog's folder: beside its place first, and there when it is whole. */
final class ModelCopy {

  private static final int BUFFER = 1 << 20;
  private static final String WEIGHTS = ".safetensors";

  private final Path root;
  private final ByteProgress progress;

  ModelCopy(Path root, ByteProgress progress) {
    this.root = root;
    this.progress = progress;
  }

  /** Copies under a new name, and tells the place. */
  Path copy(ModelKind kind, Path source, String name) throws IOException {
    SortedMap<String, Path> files = ModelContents.files(kind, source);
    boolean folder = Files.isDirectory(source);
    Map<Path, String> names = folder ? below(files) : renamed(source, files, name);
    long size = ModelContents.size(files);
    return staged(size, beside -> copyAll(names, beside, size), folder, name);
  }

  /**
   * Converts to a new name, and tells the place.
   *
   * @param source for messages
   * @throws ModelLoadException where what was converted can't be loaded
   */
  Path convert(Conversion conversion, String source, String name) throws IOException {
    return staged(
        conversion.size(),
        beside -> {
          conversion.write(beside, name, progress);
          check(conversion.isFolder() ? beside : beside.resolve(name + WEIGHTS), source);
        },
        conversion.isFolder(),
        name);
  }

  private static void check(Path converted, String source) {
    try {
      Recognition.inspected(converted);
    } catch (ModelLoadException e) { // about a file that the user does not know, and is gone now
      throw new ModelLoadException(
          String.valueOf(e.getMessage()).replace(converted.toString(), source), e);
    }
  }

  /** Writes a model's files to an empty folder. */
  @FunctionalInterface
  private interface Fill {
    void into(Path folder) throws IOException;
  }

  private Path staged(long size, Fill fill, boolean folder, String name) throws IOException {
    Files.createDirectories(root);
    DiskSpace.check(root, size);
    // not createTempDirectory: its folder is for this user's eyes only, and would stay so
    Path beside = Files.createDirectory(root.resolve(".import-" + UUID.randomUUID()));
    try {
      fill.into(beside);
      if (folder) {
        Staging.publish(beside, root.resolve(name));
        return root.resolve(name);
      }
      publishFiles(beside, name + WEIGHTS);
      return root.resolve(name + WEIGHTS);
    } finally {
      Staging.delete(beside);
    }
  }

  private static Map<Path, String> below(SortedMap<String, Path> files) {
    Map<Path, String> names = new TreeMap<>();
    files.forEach(
        (name, file) -> {
          if (name.startsWith("../")) {
            throw scattered(file);
          }
          names.put(file, name);
        });
    return names;
  }

  /** A checkpoint's settings lie beside it under names that begin with its own. */
  private static Map<Path, String> renamed(
      Path source, SortedMap<String, Path> files, String name) {
    String stem = stem(source.getFileName().toString());
    Map<Path, String> names = new TreeMap<>();
    files.forEach(
        (old, file) -> {
          if (old.contains("/") || !old.startsWith(stem)) {
            throw scattered(file);
          }
          names.put(file, name + old.substring(stem.length()));
        });
    return names;
  }

  private static String stem(String file) {
    return file.endsWith(WEIGHTS) ? file.substring(0, file.length() - WEIGHTS.length()) : file;
  }

  private static ModelLoadException scattered(Path file) {
    return new ModelLoadException(
        "the model reads "
            + file
            + ", which lies elsewhere; import it with --link, which leaves all files where they are");
  }

  private void copyAll(Map<Path, String> names, Path folder, long size) throws IOException {
    progress.begin("copy", size);
    byte[] buffer = new byte[BUFFER];
    long done = 0;
    for (Map.Entry<Path, String> file : names.entrySet()) {
      Path copy = folder.resolve(file.getValue());
      Files.createDirectories(copy.getParent());
      try (InputStream in = Files.newInputStream(file.getKey());
          OutputStream out = Files.newOutputStream(copy)) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          out.write(buffer, 0, read);
          done += read;
          progress.done(done, file.getValue());
        }
      }
    }
  }

  /** The weights last: what lies beside them means nothing without. */
  private void publishFiles(Path folder, String weights) throws IOException {
    for (String name : filesIn(folder)) {
      if (!name.equals(weights)) {
        Staging.publish(folder.resolve(name), root.resolve(name));
      }
    }
    Staging.publish(folder.resolve(weights), root.resolve(weights));
  }

  private static List<String> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(it -> it.getFileName().toString()).sorted().toList();
    }
  }
}
