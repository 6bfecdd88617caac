package dev.frameloom.catalog;

import dev.frameloom.edit.ModelCard;
import dev.frameloom.lora.LoraPlace;
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
 * The files that a model consists of. Pickles, pictures and whatever else lies in a model's folder
 * are none of it.
 */
final class ModelContents {

  private static final List<String> ENDINGS = List.of(".safetensors", ".json", ".txt");
  private static final int DEPTH = 4;
  private static final int BUFFER = 1 << 20;

  private ModelContents() {}

  /** What the names of a model's files are relative to: its folder, or that of its file. */
  static Path base(Path place) {
    return Files.isRegularFile(place) ? place.toAbsolutePath().getParent() : place;
  }

  /**
   * Files of what lies at a place, by path below its base with slashes: of a model those that
   * loading reads, and its card; of another folder all that could be read.
   *
   * @throws ModelLoadException where a model can't be opened
   */
  static SortedMap<String, Path> files(ModelKind kind, Path place) throws IOException {
    SortedMap<String, Path> files = new TreeMap<>();
    if (kind == ModelKind.MODEL) {
      Path base = base(place).toAbsolutePath();
      for (Path file : ModelFiles.open(place).files()) {
        files.put(name(base, file.toAbsolutePath()), file);
      }
      Path card = ModelCard.place(place).toAbsolutePath();
      if (Files.isRegularFile(card)) {
        files.put(name(base, card), card);
      }
      return files;
    }
    if (kind == ModelKind.LORA) {
      LoraPlace.of(place).files().forEach(it -> files.put(it.getFileName().toString(), it));
      return files;
    }
    if (Files.isRegularFile(place)) {
      files.put(place.getFileName().toString(), place);
      return files;
    }
    try (Stream<Path> found = Files.walk(place, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        if (isPart(name(place, file))) {
          files.put(name(place, file), file);
        }
      }
    }
    return files;
  }

  private static String name(Path base, Path file) {
    return base.relativize(file).toString().replace('\\', '/');
  }

  static boolean isPart(String name) {
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
   * What identifies the contents. Of a model or LoRA it is the number that every outcome names,
   * over what loading reads; of a single file its SHA-256; of another folder the SHA-256 over
   * names, sizes and hashes.
   *
   * @throws ModelLoadException where a model can't be read
   */
  static String revision(ModelKind kind, Path path, SortedMap<String, FileRecord> files) {
    if (kind == ModelKind.MODEL) {
      return ModelFiles.open(path).revision();
    }
    if (kind == ModelKind.LORA) {
      return LoraPlace.of(path).revision();
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
