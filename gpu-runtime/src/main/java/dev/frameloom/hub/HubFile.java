package dev.frameloom.hub;

import java.util.List;
import java.util.Set;

/**
 * A file of a repository.
 *
 * @param name path with slashes; safe to be resolved against a folder
 * @param size bytes
 * @param checksum what its contents must come to
 */
public record HubFile(String name, long size, Checksum checksum) {

  private static final int MAX_NAME = 255;
  private static final Set<String> BAD_SEGMENTS = Set.of("", ".", "..");

  /** What a file's contents must come to. */
  public sealed interface Checksum {}

  /** SHA-256 of the contents: of large files. */
  public record Sha256(String hex) implements Checksum {
    public Sha256 {
      check(hex, 64);
    }
  }

  /** SHA-1 as git computes it, over a header and the contents: of small files. */
  public record GitBlob(String hex) implements Checksum {
    public GitBlob {
      check(hex, 40);
    }
  }

  public HubFile {
    checkName(name);
    if (size < 0) {
      throw new IllegalArgumentException(name + ": expected a size of at least 0, found " + size);
    }
  }

  private static void check(String hex, int digits) {
    if (!hex.matches("[0-9a-f]{" + digits + "}")) {
      throw new IllegalArgumentException(
          "expected a checksum of " + digits + " hexadecimal digits, found \"" + hex + "\"");
    }
  }

  /** Names come from outside and become paths here. */
  private static void checkName(String name) {
    boolean strange =
        name.length() > MAX_NAME || name.chars().anyMatch(c -> c < ' ' || c == 127 || c == '\\');
    if (strange || List.of(name.split("/", -1)).stream().anyMatch(BAD_SEGMENTS::contains)) {
      throw new IllegalArgumentException(
          "expected file names that stay within their folder, found \""
              + name.replaceAll("[^ -~]", "?")
              + "\"");
    }
  }

  /** The last part of the name. */
  public String fileName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
