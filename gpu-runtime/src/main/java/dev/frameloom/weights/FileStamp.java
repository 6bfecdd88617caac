package dev.frameloom.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * What tells at little cost whether a file is still the one that was read: size and time of the
 * last change. Someone who sets times by hand can deceive it.
 *
 * @param file which
 * @param size in bytes
 * @param modified time of the last change
 */
public record FileStamp(Path file, long size, FileTime modified) {

  /** The file as it is now. */
  public static FileStamp of(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileStamp(file, attributes.size(), attributes.lastModifiedTime());
    } catch (IOException e) {
      throw new ModelLoadException(file + " can't be read: " + e.getMessage(), e);
    }
  }

  /** Whether there is another file now; what is gone is not outdated. */
  public boolean isOutdated() {
    return Files.isRegularFile(file) && !of(file).equals(this);
  }

  /**
   * Checks that the file is still the same.
   *
   * @throws ModelLoadException where it is not
   */
  public void requireSame() {
    FileStamp now = of(file);
    if (!now.equals(this)) {
      throw new ModelLoadException(
          "%s changed after the model was loaded from it: expected %d bytes of %s, found %d bytes of %s. Load the model again"
              .formatted(file, size, modified, now.size, now.modified));
    }
  }
}
