package dev.frameloom.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files of a tokenizer's folder. */
final class TokenizerFiles {

  private static final List<String> NAMES =
      List.of(
          "added_tokens.json",
          "merges.txt",
          "special_tokens_map.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "vocab.json");

  private TokenizerFiles() {}

  /** Those that are there. */
  static List<Path> in(Path folder) {
    return NAMES.stream().map(folder::resolve).filter(Files::isRegularFile).toList();
  }
}
