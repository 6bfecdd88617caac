package dev.frameloom.media;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is written beside its place and moved there in one step when it is whole, so that an
 * earlier one is never half gone. What can't be replaced by a move (a pipe, a device) is written
 * directly. Closing deletes what was not kept.
 */
public final class ResultFile implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ResultFile.class);

  private final Path name;
  private final Path place;
  private final Path written;
  private final boolean rehearsed;
  private boolean settled;

  private ResultFile(Path name, Path place, Path written, boolean rehearsed) {
    this.name = name;
    this.rehearsed = rehearsed;
    this.place = place;
    this.written = written;
    this.settled = place.equals(written);
  }

  /**
   * Begins a file.
   *
   * @param name where it is to be; through a link, that which the link leads to is replaced
   * @throws MediaException where that can't be written
   */
  public static ResultFile at(Path name) {
    OutputFiles.requireWritable(name);
    Path place = SameFile.resolved(name);
    return new ResultFile(name, place, isDirect(name, place) ? place : scratch(name, place), false);
  }

  /** A file that is written as this one would be, and deleted. */
  static ResultFile rehearsed(Path name) {
    try {
      String scratch = scratchName(ending(name));
      Path file = created(Path.of(System.getProperty("java.io.tmpdir"), scratch));
      return new ResultFile(name, file.resolveSibling(scratch + ".never"), file, true);
    } catch (IOException e) {
      throw new MediaException(
          "the folder for temporary files takes none: " + OutputFiles.reason(e), e);
    }
  }

  /** What writes a file. */
  @FunctionalInterface
  public interface Content {

    /** Writes it all, or nothing. */
    void writeTo(Path file) throws IOException;
  }

  /**
   * Writes a whole file in one go; nothing where there is no content.
   *
   * @throws MediaException where that can't be done
   */
  public static void write(Path name, Content content) {
    try (ResultFile file = at(name)) {
      content.writeTo(file.path());
      if (file.isDirect() || Files.size(file.path()) > 0) {
        file.keep();
      }
    } catch (IOException e) {
      throw new MediaException(name + " can't be written: " + OutputFiles.reason(e), e);
    }
  }

  /** A pipe, a device, and this process's own streams under whatever name. */
  private static boolean isDirect(Path name, Path place) {
    return (Files.exists(place) && !Files.isRegularFile(place))
        || name.toAbsolutePath().normalize().startsWith("/dev")
        || name.toAbsolutePath().normalize().startsWith("/proc");
  }

  /** Beside the place, or among the temporary files where the folder takes no new ones. */
  private static Path scratch(Path name, Path place) {
    String ending = ending(name);
    Path beside = place.resolveSibling(scratchName(ending));
    try {
      return created(beside);
    } catch (IOException e) {
      if (!Files.exists(place)) {
        throw new MediaException(name + " can't be written: " + OutputFiles.reason(e), e);
      }
    }
    try {
      return created(Path.of(System.getProperty("java.io.tmpdir"), scratchName(ending)));
    } catch (IOException e) {
      throw new MediaException(name + " can't be written: " + OutputFiles.reason(e), e);
    }
  }

  private static Path created(Path file) throws IOException {
    Files.createFile(file);
    // of a process that is ended in the middle
    file.toFile().deleteOnExit();
    return file;
  }

  static String scratchName(String ending) {
    long number = ThreadLocalRandom.current().nextLong(1L << 40);
    return ".frameloom-" + Long.toString(number, Character.MAX_RADIX) + ending;
  }

  /** With its dot; empty where there is none. */
  private static String ending(Path file) {
    String text = file.getFileName().toString();
    int dot = text.lastIndexOf('.');
    return dot <= 0 ? "" : text.substring(dot);
  }

  /** Where to write: the ending is that of the place. */
  public Path path() {
    return written;
  }

  /** Whether it is written where it is to be, in one pass and without going back. */
  boolean isDirect() {
    return place.equals(written);
  }

  /**
   * The file is whole: it takes its place, and that of an earlier one.
   *
   * @throws MediaException if it can't be moved there; it stays where it is then
   */
  public void keep() {
    if (rehearsed) {
      close();
    }
    if (settled) {
      return;
    }
    settled = true;
    try {
      takePermissions();
      moveOver();
    } catch (IOException e) {
      throw new MediaException(
          name
              + " can't be put in its place: "
              + OutputFiles.reason(e)
              + "; the result is "
              + written,
          e);
    }
  }

  /** Whether what was written until now can be opened as a video, and is to be kept. */
  boolean isPlayable() {
    if (isDirect() || rehearsed) {
      return isDirect();
    }
    try (VideoSource source = VideoSources.open(written.toString(), SourceOptions.all())) {
      return source.next().isPresent();
    } catch (MediaException e) {
      return false;
    }
  }

  private void moveOver() throws IOException {
    try {
      Files.move(written, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isWritable(place)) {
        throw e;
      }
      // a file that is mounted by itself, or in a folder that takes no new ones
      try (OutputStream out = Files.newOutputStream(place)) {
        Files.copy(written, out);
      }
      OutputFiles.delete(written);
    }
  }

  private void takePermissions() {
    if (!Files.exists(place)) {
      return;
    }
    try {
      PosixFileAttributeView to = Files.getFileAttributeView(written, PosixFileAttributeView.class);
      if (to != null) {
        to.setPermissions(Files.getPosixFilePermissions(place));
      }
    } catch (IOException | UnsupportedOperationException e) {
      LOG.debug("{} has not the permissions of the file before", name, e);
    }
  }

  /**
   * The file is a part, of work that failed. It takes its place where nothing is, and otherwise one
   * beside it: an earlier result is worth more than a part.
   *
   * @return where it is
   */
  Path keepPart() {
    if (!settled && Files.exists(place)) {
      Path part = free(place);
      settled = true;
      try {
        return Files.move(written, part);
      } catch (IOException e) {
        return written;
      }
    }
    keep();
    return name;
  }

  /** {@code styled.part.mp4}, or the next number that is free. */
  static Path free(Path place) {
    String text = place.getFileName().toString();
    String ending = ending(place);
    String stem = text.substring(0, text.length() - ending.length());
    Path part = place.resolveSibling(stem + ".part" + ending);
    for (int i = 2; Files.exists(part); i++) {
      part = place.resolveSibling(stem + ".part-" + i + ending);
    }
    return part;
  }

  @Override
  public void close() {
    if (!settled) {
      settled = true;
      OutputFiles.delete(written);
    }
  }
}
