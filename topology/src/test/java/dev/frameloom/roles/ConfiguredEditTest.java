package dev.frameloom.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.avro.EditSpec;
import dev.frameloom.config.Config;
import dev.frameloom.config.ConfigException;
import dev.frameloom.config.ConfigLoader;
import dev.frameloom.edit.MethodDefaults;
import dev.frameloom.edit.RegisteredMethod;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConfiguredEditTest {

  @ParameterizedTest
  @EnumSource
  void anEditIsAsItsMethodHasItWhereNobodySaysOtherwise(RegisteredMethod method) {
    EditSpec edit =
        edit(Map.of("edit.method", method.id(), "edit.seed", "7", "edit.model", "no-such-model"));
    assertThat(
            new MethodDefaults(
                edit.getSteps(),
                edit.getStrength(),
                edit.getGuidanceScale(),
                edit.getKeyframeInterval(),
                edit.getWindowKeyframes()))
        .isEqualTo(method.defaults());
    assertThat(edit.getMethod()).isEqualTo(method.id());
    assertThat(edit.getSeed()).isEqualTo(7);
    assertThat(edit.getOptions()).isEmpty();
  }

  @Test
  void whatSomebodySaysIsInTheEdit() {
    EditSpec edit =
        edit(
            Map.of(
                "edit.method", "none",
                "edit.steps", "3",
                "edit.strength", "0.9",
                "edit.keyframe-interval", "7"));
    assertThat(edit.getSteps()).isEqualTo(3);
    assertThat(edit.getStrength()).isEqualTo(0.9);
    assertThat(edit.getKeyframeInterval()).isEqualTo(7);
    assertThat(edit.getGuidanceScale()).isEqualTo(RegisteredMethod.NONE.defaults().guidanceScale());
  }

  @ParameterizedTest
  @EnumSource
  void anOptionThatNoMethodKnowsIsAConfigError(RegisteredMethod method) {
    assertThatThrownBy(
            () -> edit(Map.of("edit.method", method.id(), "edit.options", "no-such-option=1")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("edit.options (--option)", method.id(), "no-such-option");
  }

  @Test
  void whatWindowingWouldRefuseIsAConfigError() {
    assertThatThrownBy(() -> edit(Map.of("edit.grace-frames", "9999")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("graceFrames", "1024", "9999");
  }

  @Test
  void aPromptThatAsksForWhatIsNotBuiltIsAConfigError() {
    assertThatThrownBy(() -> edit(Map.of(), "a sketch <lora:ink:0.8>"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("the edit can't be made: the prompt", "--model MODEL+ink@0.8");
    String literal = "prompt-signs=literal";
    assertThat(edit(Map.of("edit.options", literal), "a <lora:ink:0.8>").getPrompt())
        .isEqualTo("a <lora:ink:0.8>");
    assertThat(edit(Map.of(), "a (pencil:1.5) sketch").getPrompt())
        .isEqualTo("a (pencil:1.5) sketch");
  }

  private static EditSpec edit(Map<String, String> flags) {
    return edit(flags, "ink");
  }

  private static EditSpec edit(Map<String, String> flags, String prompt) {
    Config config = new ConfigLoader().load(Optional.empty(), Map.of(), flags);
    return ConfiguredEdit.of(config, "clip", "sketch", 1, prompt, "");
  }
}
