package dev.frameloom.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON files of a model. */
final class JsonFile {

  /** Python writes what is no number, too: −Infinity is a default of a scheduler of diffusers. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private JsonFile() {}

  /**
   * Reads an object.
   *
   * @throws ModelLoadException where the file is missing or holds something else
   */
  static JsonNode read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ModelLoadException("missing file " + file);
    }
    try {
      JsonNode node = JSON.readTree(Files.readString(file));
      if (node == null || !node.isObject()) {
        throw new ModelLoadException(file + ": expected a JSON object");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new ModelLoadException(file + " is no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new ModelLoadException(file + " can't be read: " + e.getMessage(), e);
    }
  }
}
