package dev.frameloom.text;

import java.nio.charset.StandardCharsets;

/**
 * A printable character for each of the 256 bytes, as byte-level BPE writes them: printable bytes
 * of Latin-1 stand for themselves, the others for characters from U+0100 on.
 */
public final class ByteAlphabet {

  private static final char[] SYMBOLS = symbols();

  private ByteAlphabet() {}

  private static char[] symbols() {
    char[] symbols = new char[256];
    char next = 0x100;
    for (int value = 0; value < 256; value++) {
      boolean printable =
          (value >= '!' && value <= '~')
              || (value >= 0xA1 && value <= 0xAC)
              || (value >= 0xAE && value <= 0xFF);
      symbols[value] = printable ? (char) value : next++;
    }
    return symbols;
  }

  /** The characters in the order of the vocabulary: those that stand for themselves first. */
  public static String inVocabularyOrder() {
    StringBuilder own = new StringBuilder();
    StringBuilder others = new StringBuilder();
    for (char symbol : SYMBOLS) {
      (symbol < 0x100 ? own : others).append(symbol);
    }
    return own.append(others).toString();
  }

  /** The characters that stand for a text's UTF-8 bytes. */
  public static String of(String text) {
    StringBuilder symbols = new StringBuilder();
    for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
      symbols.append(SYMBOLS[value & 0xFF]);
    }
    return symbols.toString();
  }
}
