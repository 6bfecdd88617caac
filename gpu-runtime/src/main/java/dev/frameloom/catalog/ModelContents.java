package dev.frameloom.catalog;

import dev.frameloom.weights.ModelFiles;
import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * The files that a model consists of: safetensors files, configurations and vocabularies. Pickles,
 * pictures and whatever else lies in a model's folder are none of it.
 */
final class ModelContents {

  private static final List<String> ENDINGS = List.of(".safetensors", ".json", ".txt");
  private static final int DEPTH = 4;
  private static final int BUFFER = 1 << 20;

  private ModelContents() {}

  /** Files of a folder, or the file itself, by path below it with slashes; links are followed. */
  static SortedMap<String, Path> files(Path path) throws IOException {
    SortedMap<String, Path> files = new TreeMap<>();
    if (Files.isRegularFile(path)) {
      files.put(path.getFileName().toString(), path);
      return files;
    }
    try (Stream<Path> found = Files.walk(path, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
      found
          .filter(Files::isRegularFile)
          .forEach(
              file -> {
                String name = path.relativize(file).toString().replace('\\', '/');
                if (isPart(name)) {
                  files.put(name, file);
                }
              });
    }
    return files;
  }

  private static boolean isPart(String name) {
    boolean hidden = name.startsWith(".") || name.contains("/.");
    return !hidden && ENDINGS.stream().anyMatch(name::endsWith);
  }

  /** Bytes of all files. */
  static long size(SortedMap<String, Path> files) throws IOException {
    long size = 0;
    for (Path file : files.values()) {
      size += Files.size(file);
    }
    return size;
  }

  /** Reads all files and says what they are now. */
  static SortedMap<String, FileRecord> hash(
      SortedMap<String, Path> files, String work, ByteProgress progress) throws IOException {
    progress.begin(work, size(files));
    SortedMap<String, FileRecord> records = new TreeMap<>();
    long before = 0;
    for (Map.Entry<String, Path> file : files.entrySet()) {
      long start = before;
      FileRecord found = hash(file.getValue(), read -> progress.done(start + read, file.getKey()));
      records.put(file.getKey(), found);
      before += found.size();
    }
    return records;
  }

  /** Reads a file and says what it is now. */
  static FileRecord hash(Path file, LongConsumer read) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER];
    long size = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
        size += count;
        read.accept(size);
      }
    }
    return new FileRecord(size, HexFormat.of().formatHex(digest.digest()));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * What identifies the contents. Of a model it is the number that every outcome names, over what
   * loading reads; of a single file its SHA-256; of another folder the SHA-256 over names, sizes
   * and hashes.
   *
   * @throws ModelLoadException where a model can't be read
   */
  static String revision(ModelKind kind, Path path, SortedMap<String, FileRecord> files) {
    if (kind == ModelKind.MODEL) {
      return ModelFiles.open(path).revision();
    }
    if (Files.isRegularFile(path)) {
      return files.get(files.firstKey()).sha256();
    }
    MessageDigest digest = sha256();
    files.forEach(
        (name, file) ->
            digest.update(
                (name + "\n" + file.size() + "\n" + file.sha256() + "\n")
                    .getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(digest.digest());
  }
}
