package dev.frameloom.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.weights.ConfigReader;
import dev.frameloom.weights.GoldenTensors;
import dev.frameloom.weights.ModelFolder;
import dev.frameloom.weights.ModelLoadException;
import dev.frameloom.weights.WeightFiles;
import dev.frameloom.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Text encoders of 12 and 23 layers against transformers 4.57.1 on PyTorch 2.7.1.
 *
 * <p>Tolerance: after 23 layers of some ten roundings of 6e-8 each, in another order (one product
 * for queries, keys and values), the norm at the end makes numbers of size 1 to 3 of what is left.
 */
class GoldenTextEncoderTest {

  private static final double TOLERANCE = 1e-5;

  static Stream<Path> encoders() {
    return GoldenTensors.sets()
        .flatMap(set -> Stream.of("sd1", "sd2", "sd2whole").map(set.resolve("text")::resolve));
  }

  @ParameterizedTest
  @MethodSource("encoders")
  void embeddings_are_the_references_with_layers_skipped_or_not(Path folder) throws IOException {
    try (NDManager scope = ComputeDevice.CPU.newScope();
        GoldenTensors golden = GoldenTensors.in(folder);
        WeightFiles files = model(folder).weights("text_encoder")) {
      TextEncoderConfig config = TextEncoderConfig.read(reader(folder, config(folder)));
      ClipTextEncoder encoder =
          new ClipTextEncoder(config, new Weights(files, scope, DataType.FLOAT32));
      List<List<Integer>> prompts = rows(golden.values("in.ids"));
      golden.assertClose("out.0", encoder.encode(scope, prompts), TOLERANCE);
      for (int skipped : new int[] {1, 2, encoder.layers() - 1, encoder.layers()}) {
        golden.assertClose("out." + skipped, encoder.encode(scope, prompts, skipped), TOLERANCE);
      }
      assertThatThrownBy(() -> encoder.encode(scope, prompts, encoder.layers() + 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("0 to " + encoder.layers());
    }
  }

  @Test
  void what_is_not_built_is_refused_by_name() throws IOException {
    Path folder = GoldenTensors.folder().resolve("text/sd1");
    ObjectNode masked = config(folder).put("use_attention_mask", true);
    assertThatThrownBy(() -> TextEncoderConfig.read(reader(folder, masked)))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("use_attention_mask");
    ObjectNode other = config(folder).put("hidden_act", "relu");
    assertThatThrownBy(() -> TextEncoderConfig.read(reader(folder, other)))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("relu");
  }

  @Test
  void a_model_without_a_tokenizer_has_clips_where_its_vocabulary_is_clips() throws IOException {
    Path folder = GoldenTensors.folder().resolve("text/sd1");
    ObjectNode node = config(folder);
    assertThatThrownBy(() -> ClipTokenizer.standard(TextEncoderConfig.read(reader(folder, node))))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("found no tokenizer and 60 tokens");
    node.put("vocab_size", 49408);
    TextEncoderConfig first = TextEncoderConfig.read(reader(folder, node));
    assertThat(ClipTokenizer.standard(first).tokenize("cat").ids())
        .startsWith(49406, 2368, 49407, 49407);
    node.put("hidden_act", "gelu");
    TextEncoderConfig second = TextEncoderConfig.read(reader(folder, node));
    assertThat(ClipTokenizer.standard(second).tokenize("cat").ids())
        .startsWith(49406, 2368, 49407, 0);
  }

  private static ModelFolder model(Path folder) {
    return new ModelFolder(folder, new ObjectMapper().createObjectNode());
  }

  private static List<List<Integer>> rows(float[] ids) {
    List<List<Integer>> rows = new ArrayList<>();
    for (int from = 0; from < ids.length; from += 77) {
      List<Integer> row = new ArrayList<>();
      for (int i = 0; i < 77; i++) {
        row.add((int) ids[from + i]);
      }
      rows.add(row);
    }
    return rows;
  }

  private static ObjectNode config(Path folder) throws IOException {
    return (ObjectNode)
        new ObjectMapper().readTree(Files.readString(folder.resolve("text_encoder/config.json")));
  }

  private static ConfigReader reader(Path folder, JsonNode node) {
    return new ConfigReader(folder + "/text_encoder/config.json", node);
  }
}
