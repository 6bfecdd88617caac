package dev.frameloom.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A file that is being fetched: {@code NAME.part}, and beside it the ETag under which it was begun.
 * It gets its name when it is whole. Hashed as it grows; what is there at the beginning is read
 * once.
 */
final class PartFile implements AutoCloseable {

  private static final int BUFFER = 1 << 20;

  private final Path target;
  private final Path part;
  private final Path etagFile;
  private final HubFile file;
  private final FileChannel channel;
  private MessageDigest sha256;
  private MessageDigest gitBlob;
  private long length;

  private PartFile(Path target, HubFile file) throws IOException {
    this.target = target;
    this.file = file;
    part = target.resolveSibling(target.getFileName() + ".part");
    etagFile = target.resolveSibling(target.getFileName() + ".part.etag");
    channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    startHashes();
  }

  static PartFile open(Path target, HubFile file) throws IOException {
    PartFile opened = new PartFile(target, file);
    try {
      opened.takeUp();
      return opened;
    } catch (IOException e) {
      opened.close();
      throw e;
    }
  }

  private void takeUp() throws IOException {
    if (channel.size() > file.size()) {
      restart();
      return;
    }
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(part)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        update(buffer, read);
      }
    }
  }

  private void startHashes() {
    sha256 = digest("SHA-256");
    gitBlob = digest("SHA-1");
    gitBlob.update(("blob " + file.size() + "\0").getBytes(StandardCharsets.UTF_8));
    length = 0;
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + name, e);
    }
  }

  private void update(byte[] bytes, int count) {
    sha256.update(bytes, 0, count);
    if (file.checksum() instanceof HubFile.GitBlob) {
      gitBlob.update(bytes, 0, count);
    }
    length += count;
  }

  long length() {
    return length;
  }

  long missing() {
    return file.size() - length;
  }

  /** The ETag of what is there; empty where none was given. */
  Optional<String> etag() throws IOException {
    String text = Files.exists(etagFile) ? Files.readString(etagFile) : "";
    // a weak one says nothing about bytes, and If-Range must not have it
    return text.isEmpty() || text.startsWith("W/") ? Optional.empty() : Optional.of(text);
  }

  void remember(String etag) throws IOException {
    Files.writeString(etagFile, etag);
  }

  /** Throws away what is there. */
  void restart() throws IOException {
    channel.truncate(0);
    Files.deleteIfExists(etagFile);
    startHashes();
  }

  void append(byte[] bytes, int count) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes, 0, count);
    long position = length;
    while (rest.hasRemaining()) {
      position += channel.write(rest, position);
    }
    update(bytes, count);
  }

  /** What is wrong with the contents; empty where nothing is. */
  String mismatch() {
    HubFile.Checksum expected = file.checksum();
    if (expected instanceof HubFile.Sha256 wanted) {
      return difference("SHA-256", wanted.hex(), sha256);
    }
    return difference("git's SHA-1", ((HubFile.GitBlob) expected).hex(), gitBlob);
  }

  private static String difference(String name, String expected, MessageDigest digest) {
    String found = hex(digest);
    return found.equals(expected) ? "" : "expected " + name + " " + expected + ", found " + found;
  }

  /** Of what has come so far; the digest can go on. */
  private static String hex(MessageDigest digest) {
    try {
      return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("Java's own digests can be cloned", e);
    }
  }

  /** Gives the file its name, and tells its SHA-256. */
  String finish() throws IOException {
    channel.force(true);
    channel.close();
    Files.deleteIfExists(etagFile);
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return hex(sha256);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
