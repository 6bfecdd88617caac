package dev.frameloom.catalog;

import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The models of a folder by name, kept in the file {@value #FILE} in it. Every call reads the file,
 * so that what another process has added is seen. Changes are made one process at a time and
 * replace the file as a whole: whoever reads sees the old one or the new one. Safe to use from
 * several threads.
 */
public final class Catalog {

  static final String FILE = "catalog.json";

  private static final String WEIGHTS_ENDING = ".safetensors";

  private final Path root;

  /** The catalog of a folder, which need not be there yet. */
  public Catalog(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /** The folder of models. */
  public Path root() {
    return root;
  }

  /** The file that holds the catalog. */
  public Path file() {
    return root.resolve(FILE);
  }

  /**
   * All entries, in order of name.
   *
   * @throws ModelLoadException where the catalog is damaged
   */
  public List<CatalogEntry> entries() {
    return List.copyOf(read().values());
  }

  /** The entry of a name. */
  public Optional<CatalogEntry> find(String name) {
    return Optional.ofNullable(read().get(name));
  }

  /** Adds an entry, or replaces that of its name. */
  public void put(CatalogEntry entry) {
    change(entries -> entries.put(entry.name(), entry));
  }

  /** Forgets a name; its files stay. */
  public void remove(String name) {
    change(entries -> entries.remove(name));
  }

  /**
   * Folder or file of an entry, whether it is there or not.
   *
   * @throws ModelLoadException where the entry's location leads out of the catalog's folder
   */
  public Path path(CatalogEntry entry) {
    Path path = root.resolve(entry.location()).normalize();
    boolean below = path.startsWith(root) && !path.equals(root);
    if (!Path.of(entry.location()).isAbsolute() && !below) {
      throw new ModelLoadException(
          file()
              + ": "
              + entry.name()
              + ": location "
              + entry.location()
              + ": expected a place below "
              + root);
    }
    return path;
  }

  /** Whether an entry's files are the catalog's own, and not somewhere else. */
  public boolean owns(CatalogEntry entry) {
    return path(entry).startsWith(root);
  }

  /**
   * Where a name is or would be: where the catalog says, else the folder or safetensors file of
   * that name in the catalog's folder.
   */
  public Path resolve(String name) {
    Optional<CatalogEntry> entry = find(name);
    if (entry.isPresent()) {
      return path(entry.get());
    }
    Path folder = root.resolve(name);
    Path single = root.resolve(name + WEIGHTS_ENDING);
    return !Files.exists(folder) && Files.exists(single) ? single : folder;
  }

  /**
   * Looks whether a name is free.
   *
   * @throws ModelLoadException where it is not, with what can be done
   */
  void checkFree(String name) {
    Path taken = resolve(name);
    if (Files.exists(taken)) {
      throw new ModelLoadException(
          "the name "
              + name
              + " is taken by "
              + taken
              + "; give another one with --name, or "
              + (find(name).isPresent()
                  ? "take it away first with `frameloom models remove " + name + "`"
                  : "enter what is there with `frameloom models import " + taken + "`"));
    }
  }

  private SortedMap<String, CatalogEntry> read() {
    try {
      return CatalogJson.read(Files.readString(file()));
    } catch (NoSuchFileException e) {
      return new TreeMap<>();
    } catch (IllegalArgumentException | IOException e) {
      throw new ModelLoadException(
          file()
              + " can't be used: "
              + e.getMessage()
              + ". Correct it, or move it away: models in "
              + root
              + " are found by their folders' names without it, and `frameloom models import`"
              + " catalogues them again",
          e);
    }
  }

  private void change(Consumer<SortedMap<String, CatalogEntry>> change) {
    try {
      Files.createDirectories(root);
      try (FolderLock lock = FolderLock.take(root.resolve(FILE + ".lock"))) {
        assert lock != null;
        SortedMap<String, CatalogEntry> entries = read();
        change.accept(entries);
        replace(CatalogJson.write(entries));
      }
    } catch (IOException e) {
      throw new ModelLoadException(file() + " can't be written: " + e.getMessage(), e);
    }
  }

  /** On the disk before it takes the old one's place: a crash leaves one of the two, whole. */
  private void replace(String text) throws IOException {
    Path beside = root.resolve(FILE + ".new");
    try (FileChannel channel =
        FileChannel.open(
            beside,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(beside, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
