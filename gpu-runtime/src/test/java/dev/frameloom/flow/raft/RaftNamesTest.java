package dev.frameloom.flow.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.frameloom.weights.GoldenTensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of names, against what both codes say their tensors are called. */
class RaftNamesTest {

  /** RAFT's authors keep norms of shortcuts twice; torchvision has them once. */
  private static final String TWICE = ".*layer\\d\\.\\d\\.norm%d\\..*";

  @ParameterizedTest
  @ValueSource(strings = {"large", "small"})
  void every_name_of_the_authors_becomes_one_of_torchvisions_and_no_other_is_left(String size)
      throws IOException {
    Set<String> translated = new TreeSet<>();
    for (String name : names("raft_" + size + ".json")) {
      assertThat(name).startsWith("module.");
      int last = name.lastIndexOf('.');
      String path = name.substring("module.".length(), last);
      assertThat(RaftNames.AUTHORS_PARALLEL.stored(path) + name.substring(last)).isEqualTo(name);
      if (!name.matches(TWICE.formatted(size.equals("large") ? 3 : 4))) {
        translated.add(RaftNames.TORCHVISION.stored(path) + name.substring(last));
      }
    }
    assertThat(translated).isEqualTo(names("raft_" + size + ".torchvision.json"));
  }

  @Test
  void a_path_that_torchvision_has_no_name_for_is_refused() {
    assertThatThrownBy(() -> RaftNames.TORCHVISION.stored("update_block.gru.convx"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("update_block.gru.convx");
  }

  private static Set<String> names(String file) throws IOException {
    Path layout = GoldenTensors.folder().resolve("flow").resolve(file);
    Set<String> names = new TreeSet<>();
    new ObjectMapper()
        .readTree(layout.toFile())
        .get("shapes")
        .fieldNames()
        .forEachRemaining(names::add);
    return names;
  }
}
