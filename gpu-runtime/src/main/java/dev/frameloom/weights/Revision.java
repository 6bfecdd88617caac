package dev.frameloom.weights;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;

/** Hashes that tell models apart. */
public final class Revision {

  private Revision() {}

  /** SHA-256 of a file. */
  public static String of(Path file) {
    MessageDigest digest = sha256();
    update(digest, file);
    return HexFormat.of().formatHex(digest.digest());
  }

  /** SHA-256 of a text. */
  public static String of(String text) {
    MessageDigest digest = sha256();
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** SHA-256 over names below a folder, lengths and contents of files, in order of name. */
  public static String of(Path folder, List<Path> files) {
    MessageDigest digest = sha256();
    for (Path file : files.stream().map(Path::toAbsolutePath).sorted().toList()) {
      String name = folder.toAbsolutePath().relativize(file).toString().replace('\\', '/');
      updateHead(digest, name, file.toFile().length());
      update(digest, file);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * The same of a model that lies in no folder but in a jar.
   *
   * @param contents by name below where the model's folder would be, with slashes
   */
  public static String of(SortedMap<String, URL> contents) {
    MessageDigest digest = sha256();
    contents.forEach(
        (name, url) -> {
          try {
            URLConnection content = url.openConnection();
            updateHead(digest, name, content.getContentLengthLong());
            update(digest, content.getInputStream());
          } catch (IOException e) {
            throw new ModelLoadException(url + " can't be read: " + e.getMessage(), e);
          }
        });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void updateHead(MessageDigest digest, String name, long length) {
    digest.update((name + "\n" + length + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void update(MessageDigest digest, Path file) {
    try {
      update(digest, Files.newInputStream(file));
    } catch (IOException e) {
      throw new ModelLoadException(file + " can't be read: " + e.getMessage(), e);
    }
  }

  private static void update(MessageDigest digest, InputStream opened) throws IOException {
    byte[] buffer = new byte[1 << 20];
    try (InputStream in = opened) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
