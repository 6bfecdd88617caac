package dev.frameloom.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.avro.EditSpec;
import dev.frameloom.config.Config;
import dev.frameloom.config.ConfigLoader;
import dev.frameloom.config.Settings;
import dev.frameloom.edit.MethodDefaults;
import dev.frameloom.edit.ModelCard;
import dev.frameloom.edit.Recommendation;
import dev.frameloom.edit.RegisteredMethod;
import dev.frameloom.model.MiniatureModel;
import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelConfigTest {

  private static final String CARD =
      "{\"recommended\": {\"tokenflow\": {\"strength\": 0.6, \"guidanceScale\": 5, \"size\": 192}}}";

  @TempDir Path models;

  @BeforeEach
  void ink() throws IOException {
    Files.writeString(Files.createDirectory(models.resolve("ink")).resolve("frameloom.json"), CARD);
  }

  private Map<String, String> flags(String... more) {
    Map<String, String> flags = new TreeMap<>(Map.of("models.dir", models.toString()));
    flags.put("edit.method", "tokenflow");
    flags.put("edit.model", "ink");
    for (int i = 0; i < more.length; i += 2) {
      flags.put(more[i], more[i + 1]);
    }
    return flags;
  }

  private Config resolved(String... more) {
    return ModelConfig.resolved(new ConfigLoader().load(Optional.empty(), Map.of(), flags(more)));
  }

  @Test
  void what_nobody_sets_is_recommended_and_what_is_not_recommended_is_the_methods() {
    Config config = resolved();
    assertThat(config.get(Settings.STRENGTH)).isEqualTo(0.6);
    assertThat(config.get(Settings.GUIDANCE)).isEqualTo(5);
    assertThat(config.get(Settings.STEPS)).isEqualTo(RegisteredMethod.TOKENFLOW.defaults().steps());
    assertThat(config.source(Settings.STRENGTH)).isEqualTo("recommended by ink for tokenflow");
    assertThat(config.source(Settings.STEPS)).isEqualTo("default of method tokenflow");
    assertThat(EditValues.of(config))
        .hasToString("steps 50; strength 0.6, guidance 5: recommended by ink for tokenflow");
    assertThat(EditValues.of(ModelConfig.resolved(config))).isEqualTo(EditValues.of(config));
  }

  @Test
  void a_file_the_environment_and_the_command_line_go_over_it() throws IOException {
    Path file = Files.writeString(models.resolve("f.properties"), "edit.strength=0.3\n");
    Config config =
        ModelConfig.resolved(
            new ConfigLoader()
                .load(
                    Optional.of(file),
                    Map.of("FRAMELOOM_EDIT_GUIDANCE_SCALE", "2"),
                    flags("edit.steps", "7")));
    assertThat(EditValues.of(config)).hasToString("steps 7, strength 0.3, guidance 2");
    // a value that is said counts also where it is the method's own
    assertThat(resolved("edit.strength", "1").get(Settings.STRENGTH)).isEqualTo(1);
  }

  @Test
  void it_is_for_the_model_and_the_method_that_it_names() {
    MethodDefaults live = RegisteredMethod.LIVE.defaults();
    assertThat(resolved("edit.method", "live").get(Settings.STRENGTH)).isEqualTo(live.strength());
    assertThat(resolved("edit.model", "absent").get(Settings.STRENGTH)).isEqualTo(1);
    assertThat(resolved("edit.model", "ink+lines@0.5").get(Settings.STRENGTH)).isEqualTo(0.6);
    assertThat(resolved("edit.model", models.resolve("ink").toString()).get(Settings.STRENGTH))
        .isEqualTo(0.6);
  }

  @Test
  void an_edit_carries_the_values_whatever_the_card_says_later() throws IOException {
    Config config = new ConfigLoader().load(Optional.empty(), Map.of(), flags());
    EditSpec edit = ConfiguredEdit.of(config, "clip", "ink", 1, "ink", "");
    Files.delete(models.resolve("ink/frameloom.json"));

    assertThat(edit.getStrength()).isEqualTo(0.6);
    assertThat(edit.getGuidanceScale()).isEqualTo(5);
    assertThat(ConfiguredEdit.of(config, "clip", "ink", 1, "ink", "").getStrength()).isEqualTo(1);
  }

  @Test
  void a_card_that_can_not_be_used_is_no_card_that_is_passed_over() throws IOException {
    Files.writeString(models.resolve("ink/frameloom.json"), CARD.replace("strength", "force"));
    assertThatThrownBy(this::resolved)
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll("frameloom.json", "recommended.tokenflow.force is not known");
  }

  @Test
  void the_model_that_ships_recommends_before_it_was_put_into_its_folder() {
    Recommendation own =
        ModelCard.parse(new MiniatureModel().card(), "its card").of(RegisteredMethod.TOKENFLOW);
    Config config = resolved("edit.model", "miniature");
    assertThat(config.get(Settings.STRENGTH)).isEqualTo(own.strength().orElseThrow());
    assertThat(ModelConfig.knowsCard(config)).isTrue();
    assertThat(ModelConfig.knowsCard(resolved("edit.model", "absent"))).isFalse();
    assertThat(models.resolve("miniature")).doesNotExist();
  }

  @Test
  void a_model_of_the_users_in_its_place_does_not_recommend_what_the_shipped_one_does()
      throws IOException {
    Files.createDirectory(models.resolve("miniature"));
    assertThat(resolved("edit.model", "miniature").get(Settings.STRENGTH)).isEqualTo(1);
  }

  @Test
  void what_is_recommended_for_another_strength_than_is_set_is_pointed_out() {
    assertThat(ModelConfig.mixedNote(resolved("edit.strength", "0.9")).orElseThrow())
        .contains("edit.guidance-scale 5.0: recommended by ink for strength 0.6", "0.9 here");
    assertThat(ModelConfig.mixedNote(resolved())).isEmpty();
    assertThat(ModelConfig.mixedNote(resolved("edit.guidance-scale", "3"))).isEmpty();
    assertThat(ModelConfig.mixedNote(resolved("edit.strength", "0.9", "edit.guidance-scale", "3")))
        .isEmpty();
  }

  @Test
  void frames_that_are_too_small_for_it_are_pointed_out() {
    assertThat(ModelConfig.sizeNote(resolved(), 128, 320).orElseThrow())
        .contains("128x320", "ink", "192 pixels", "--size");
    assertThat(ModelConfig.sizeNote(resolved(), 192, 320)).isEmpty();
    assertThat(ModelConfig.sizeNote(resolved("edit.method", "live"), 8, 8)).isEmpty();
  }
}
