package dev.frameloom.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * A file of Java properties as editors write them: UTF-8, with a byte order mark or without; UTF-16
 * and UTF-32 with one. Anything else is refused, never read as other letters than were typed.
 */
final class PropertiesFile {

  /** Also where files that have marks were put one behind the other. */
  private static final Pattern MARK = Pattern.compile("^\uFEFF", Pattern.MULTILINE);

  private PropertiesFile() {}

  /**
   * All properties of a file.
   *
   * @throws ConfigException where it can't be read, or is not text in UTF-8
   */
  static Map<String, String> read(Path path) {
    Properties properties = new Properties();
    try {
      String text = decode(path, Files.readAllBytes(path));
      properties.load(new StringReader(MARK.matcher(text).replaceAll("")));
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigException("configuration file " + path + " can't be read: " + e.getMessage());
    }
    Map<String, String> values = new LinkedHashMap<>();
    properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
    return values;
  }

  private static String decode(Path path, byte[] bytes) throws IOException {
    Charset charset = charset(bytes);
    CharsetDecoder decoder = charset.newDecoder();
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      String text = decoder.decode(buffer).toString();
      if (text.indexOf('\0') < 0) {
        return text;
      }
    } catch (CharacterCodingException e) {
      throw notUtf8(path, "line " + lineOf(bytes, buffer.position()) + " is not " + charset);
    }
    throw notUtf8(path, "it holds zero bytes, as UTF-16 without a byte order mark does");
  }

  private static ConfigException notUtf8(Path path, String found) {
    return new ConfigException(
        "configuration file " + path + " can't be read: " + found + "; save it as UTF-8");
  }

  private static Charset charset(byte[] bytes) {
    if (startsWith(bytes, 0xFF, 0xFE, 0, 0) || startsWith(bytes, 0, 0, 0xFE, 0xFF)) {
      return Charset.forName("UTF-32");
    }
    if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
      return StandardCharsets.UTF_16;
    }
    return StandardCharsets.UTF_8;
  }

  private static boolean startsWith(byte[] bytes, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (bytes.length <= i || (bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static int lineOf(byte[] bytes, int position) {
    int line = 1;
    for (int i = 0; i < position; i++) {
      line += bytes[i] == '\n' ? 1 : 0;
    }
    return line;
  }
}
