package dev.frameloom.catalog;

/**
 * What a file was when it was catalogued.
 *
 * @param size bytes
 * @param sha256 of the contents, 64 hexadecimal digits in lower case
 */
public record FileRecord(long size, String sha256) {

  public FileRecord {
    if (size < 0) {
      throw new IllegalArgumentException("expected a size of at least 0, found " + size);
    }
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "expected a SHA-256 of 64 hexadecimal digits, found " + sha256);
    }
  }
}
