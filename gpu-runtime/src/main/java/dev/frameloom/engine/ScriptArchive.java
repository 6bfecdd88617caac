package dev.frameloom.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs TorchScript source text into the archive that PyTorch loads, without Python.
 *
 * <p>The archive is a ZIP of stored entries: {@code version}, {@code constants.pkl} (an empty
 * tuple), {@code data.pkl} (one object of the class) and the class itself as text.
 */
final class ScriptArchive {

  private static final String ROOT = "archive/";

  private ScriptArchive() {}

  /**
   * Packs a module.
   *
   * @param className the class in the source that the module is an object of; it declares no
   *     parameters, no buffers and just the attributes {@code training} and {@code
   *     _is_full_backward_hook}
   * @param source TorchScript source text
   */
  static byte[] pack(String className, String source) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      store(zip, "data.pkl", object(className));
      store(zip, "code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
      store(zip, "constants.pkl", emptyTuple());
      store(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(ROOT + name);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    entry.setCrc(crc.getValue());
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /** Pickle, protocol 2: an object of the class, not training, without backward hook. */
  private static byte[] object(String className) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    opcode(out, 0x80, 2); // PROTO 2
    text(out, "c__torch__\n" + className + "\n"); // GLOBAL
    text(out, ")"); // EMPTY_TUPLE
    opcode(out, 0x81); // NEWOBJ
    text(out, "}("); // EMPTY_DICT, MARK
    string(out, "training");
    opcode(out, 0x89); // NEWFALSE
    string(out, "_is_full_backward_hook");
    text(out, "N"); // NONE
    text(out, "ub."); // SETITEMS, BUILD, STOP
    return out.toByteArray();
  }

  private static byte[] emptyTuple() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    opcode(out, 0x80, 2);
    text(out, ").");
    return out.toByteArray();
  }

  private static void string(ByteArrayOutputStream out, String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    opcode(out, 'X', utf8.length, 0, 0, 0); // BINUNICODE, length little-endian
    out.writeBytes(utf8);
  }

  private static void text(ByteArrayOutputStream out, String value) {
    out.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  private static void opcode(ByteArrayOutputStream out, int... bytes) {
    for (int value : bytes) {
      out.write(value);
    }
  }
}
