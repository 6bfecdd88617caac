package dev.frameloom.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.frameloom.weights.ConfigReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads {@code tokenizer.json} as the tokenizers library writes it, where it is of CLIP's kind:
 * everything that would cut a text otherwise is refused by name.
 */
final class TokenizerJson {

  private static final Set<String> PIECES =
      Set.of(
          "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+",
          "<\\|startoftext\\|>|<\\|endoftext\\|>|"
              + "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+");

  private final ConfigReader config;
  private final Vocabulary vocabulary;
  private final int begin;
  private final int end;

  private TokenizerJson(ConfigReader config) {
    this.config = config;
    JsonNode root = config.node();
    checkNormalizer(root.path("normalizer"));
    checkPieces(root.path("pre_tokenizer"));
    vocabulary = vocabulary(root);
    begin = mark(root.path("post_processor"), "cls", 0);
    end = mark(root.path("post_processor"), "sep", 2);
  }

  static TokenizerJson read(ConfigReader config) {
    return new TokenizerJson(config);
  }

  /** Tokens, those that were added among them. */
  Vocabulary vocabulary() {
    return vocabulary;
  }

  /** What is put before a prompt. */
  int begin() {
    return begin;
  }

  /** What is put after it. */
  int end() {
    return end;
  }

  /** What stands for a piece that is not in the vocabulary. */
  int unknown() {
    return vocabulary
        .ids()
        .getOrDefault(config.node().path("model").path("unk_token").asText(), end);
  }

  private Vocabulary vocabulary(JsonNode root) {
    JsonNode model = root.path("model");
    check("model.type", "BPE", model.path("type"));
    check("model.end_of_word_suffix", BytePairs.WORD_END, model.path("end_of_word_suffix"));
    check("model.continuing_subword_prefix", "", model.path("continuing_subword_prefix"));
    for (String flag : List.of("byte_fallback", "ignore_merges", "fuse_unk")) {
      checkNot("model." + flag, model.path(flag));
    }
    checkNot("model.dropout", model.path("dropout"));
    Map<String, Integer> ids = new HashMap<>();
    model.path("vocab").properties().forEach(it -> ids.put(it.getKey(), id(it.getValue())));
    List<AddedToken> added = new ArrayList<>();
    root.path("added_tokens").forEach(token -> added.add(added(token)));
    return new Vocabulary(ids, new BytePairs(learnt(model.path("merges"))), List.of()).with(added);
  }

  private int id(JsonNode value) {
    if (!value.isInt() || value.intValue() < 0) {
      throw config.unfit("model.vocab", "whole numbers from 0", value);
    }
    return value.intValue();
  }

  /** Each {@code "left right"} or {@code ["left", "right"]}. */
  private List<BytePairs.Pair> learnt(JsonNode merges) {
    if (!merges.isArray()) {
      throw config.unfit("model.merges", "a list", merges);
    }
    List<BytePairs.Pair> learnt = new ArrayList<>();
    for (JsonNode merge : merges) {
      boolean two = merge.size() == 2 && merge.get(0).isTextual() && merge.get(1).isTextual();
      if (!two && !merge.isTextual()) {
        throw config.unfit("model.merges", "two symbols", merge);
      }
      learnt.add(
          two
              ? new BytePairs.Pair(merge.get(0).textValue(), merge.get(1).textValue())
              : BytePairs.pair(config.file(), merge.textValue()));
    }
    return learnt;
  }

  private AddedToken added(JsonNode token) {
    return AddedToken.of(config.file() + ": added_tokens", id(token.path("id")), token, true);
  }

  private void checkNormalizer(JsonNode normalizer) {
    JsonNode steps = normalizer.path("normalizers");
    boolean fits =
        steps.size() == 3
            && is(steps.get(0), "NFC")
            && is(steps.get(1), "Replace")
            && steps.get(1).path("pattern").path("Regex").asText().equals("\\s+")
            && steps.get(1).path("content").asText().equals(" ")
            && is(steps.get(2), "Lowercase");
    if (!fits) {
      throw config.unfit("normalizer", "NFC, \\s+ replaced by a space, and Lowercase", normalizer);
    }
  }

  private void checkPieces(JsonNode cutter) {
    JsonNode steps = cutter.path("pretokenizers");
    boolean fits =
        steps.size() == 2
            && is(steps.get(0), "Split")
            && PIECES.contains(steps.get(0).path("pattern").path("Regex").asText())
            && steps.get(0).path("behavior").asText().equals("Removed")
            && steps.get(0).path("invert").asBoolean(false)
            && is(steps.get(1), "ByteLevel")
            && !steps.get(1).path("add_prefix_space").asBoolean(true);
    if (!fits) {
      throw config.unfit("pre_tokenizer", "CLIP's Split, and ByteLevel", cutter);
    }
  }

  /** The token that a processor puts around a prompt: by its own name for it, or by its place. */
  private int mark(JsonNode processor, String name, int place) {
    String token;
    if (is(processor, "RobertaProcessing")) {
      token = processor.path(name).path(0).asText();
    } else if (is(processor, "TemplateProcessing")) {
      token = processor.path("single").path(place).path("SpecialToken").path("id").asText();
    } else {
      throw config.unfit(
          "post_processor", "RobertaProcessing or TemplateProcessing", processor.path("type"));
    }
    if (token.isEmpty()) {
      throw config.unfit("post_processor", "a mark of begin and one of end", processor);
    }
    return vocabulary.id(config.file(), token);
  }

  private static boolean is(JsonNode step, String type) {
    return step.path("type").asText().equals(type);
  }

  private void check(String name, String expected, JsonNode found) {
    // a suffix or prefix that is null is none
    if (!expected.equals(found.isNull() ? "" : found.asText())) {
      throw config.unfit(name, '"' + expected + '"', found);
    }
  }

  /** Missing, null, false or 0. */
  private void checkNot(String name, JsonNode found) {
    if (found.asBoolean(false) || found.asDouble(0) != 0) {
      throw config.unfit(name, "none", found);
    }
  }
}
