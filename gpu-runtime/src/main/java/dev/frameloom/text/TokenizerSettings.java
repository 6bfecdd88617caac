package dev.frameloom.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.frameloom.weights.ModelLoadException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a tokenizer's folder says beside its vocabulary, with the precedence of transformers 4.57
 * ({@code PreTrainedTokenizerBase._from_pretrained}). {@code tokenizer_config.json} counts alone
 * where it has {@code added_tokens_decoder}. Folders from before that have their say in several
 * files: {@code special_tokens_map.json} goes over {@code tokenizer_config.json}, and tokens that
 * were added are those of {@code added_tokens.json} and of {@code tokenizer.json}. So {@code !} of
 * the map pads Stable Diffusion 2, whose configuration says the mark of the end.
 */
final class TokenizerSettings {

  private static final String CONFIG = "tokenizer_config.json";
  private static final String MAP = "special_tokens_map.json";
  private static final String ADDED = "added_tokens.json";
  private static final String DECODER = "added_tokens_decoder";
  private static final String MORE = "additional_special_tokens";

  /** Tokens with a role, in the order in which those that are not in the vocabulary get numbers. */
  private static final List<String> ROLES =
      List.of(
          "bos_token",
          "eos_token",
          "unk_token",
          "sep_token",
          "pad_token",
          "cls_token",
          "mask_token");

  /** What CLIP has where nothing is said. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "bos_token", Vocabulary.BEGIN,
          "eos_token", Vocabulary.END,
          "unk_token", Vocabulary.END,
          "pad_token", Vocabulary.END);

  private final TokenizerFolder folder;
  private final Map<String, SpecialToken> roles = new LinkedHashMap<>();
  private final Set<SpecialToken> more = new LinkedHashSet<>();
  private final List<AddedToken> added = new ArrayList<>();
  private JsonNode length;

  private TokenizerSettings(TokenizerFolder folder) {
    this.folder = folder;
    JsonNode config = folder.jsonOrEmpty(CONFIG);
    length =
        config.has("model_max_length") ? config.get("model_max_length") : config.get("max_len");
    DEFAULTS.forEach(
        (role, content) -> roles.put(role, new SpecialToken(content, !role.equals("pad_token"))));
    // an object in the configuration is normalized where it does not say, one in the map is not
    readRoles(CONFIG, config, true);
    if (config.has(DECODER)) {
      readNumbered(folder.place(CONFIG) + ": " + DECODER, config.get(DECODER));
      return;
    }
    JsonNode map = folder.jsonOrEmpty(MAP);
    readRoles(MAP, map, false);
    length = map.has("model_max_length") ? map.get("model_max_length") : length;
    readAdded(folder.jsonOrEmpty(ADDED));
    for (JsonNode token : folder.jsonOrEmpty("tokenizer.json").path("added_tokens")) {
      String place = folder.place("tokenizer.json") + ": added_tokens";
      added.add(AddedToken.of(place, folder.id(place, token.path("id")), token, true));
    }
  }

  static TokenizerSettings read(TokenizerFolder folder) {
    return new TokenizerSettings(folder);
  }

  private void readRoles(String file, JsonNode settings, boolean normalized) {
    for (String role : ROLES) {
      JsonNode value = settings.path(role);
      String place = folder.place(file) + ": setting " + role;
      if (value.isNull() && DEFAULTS.containsKey(role)) {
        throw new ModelLoadException(place + ": expected a token, found null");
      }
      if (!value.isMissingNode() && !value.isNull()) {
        boolean ofText = DEFAULTS.containsKey(role) && !role.equals("pad_token");
        roles.put(role, SpecialToken.of(place, value, ofText, normalized));
      }
    }
    for (JsonNode value : settings.path(MORE)) {
      more.add(SpecialToken.of(folder.place(file) + ": " + MORE, value, false, normalized));
    }
  }

  private void readNumbered(String place, JsonNode decoder) {
    if (!decoder.isObject()) {
      throw new ModelLoadException(place + ": expected an object, found " + decoder);
    }
    for (Map.Entry<String, JsonNode> token : decoder.properties()) {
      int id;
      try {
        id = Integer.parseUnsignedInt(token.getKey());
      } catch (NumberFormatException e) {
        throw new ModelLoadException(
            place + ": expected whole numbers from 0, found " + token.getKey(), e);
      }
      boolean special = token.getValue().path("special").asBoolean(false);
      added.add(AddedToken.of(place, id, token.getValue(), !special));
    }
  }

  private void readAdded(JsonNode tokens) {
    Set<String> special = new LinkedHashSet<>();
    special().forEach(token -> special.add(token.content()));
    for (Map.Entry<String, JsonNode> token : tokens.properties()) {
      String content = token.getKey();
      int id = folder.id(folder.place(ADDED) + ": token " + content, token.getValue());
      added.add(new AddedToken(id, content, !special.contains(content)));
    }
  }

  /** Tokens with their numbers, which may not be in the vocabulary. */
  List<AddedToken> added() {
    return List.copyOf(added);
  }

  /** All tokens with a role, in the order in which they get numbers where they have none. */
  Collection<SpecialToken> special() {
    Set<SpecialToken> all = new LinkedHashSet<>();
    ROLES.stream().filter(roles::containsKey).map(roles::get).forEach(all::add);
    all.addAll(more);
    return all;
  }

  /**
   * How a token is written: {@code bos_token}, {@code eos_token}, {@code unk_token}, {@code
   * pad_token}.
   */
  String role(String name) {
    return roles.get(name).content();
  }

  /**
   * Tokens of a prompt. None is said, or one beyond all text encoders (transformers writes 1e30),
   * where the tokenizer leaves it to the text encoder.
   *
   * @param positions that the text encoder has
   */
  int length(int positions) {
    if (length == null || length.isNull()) {
      return positions;
    }
    double said = length.asDouble(Double.NaN);
    if (!length.isNumber() || said < 3 || said != Math.rint(said)) {
      throw new ModelLoadException(
          folder.place(CONFIG)
              + ": setting model_max_length: expected a whole number from 3, found "
              + length);
    }
    return (int) Math.min(said, positions);
  }
}
