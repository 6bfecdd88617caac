package dev.frameloom.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.config.Config;
import dev.frameloom.config.ConfigException;
import dev.frameloom.config.ConfigLoader;
import dev.frameloom.config.Setting;
import dev.frameloom.config.Settings;
import dev.frameloom.edit.MethodDefaults;
import dev.frameloom.edit.RegisteredMethod;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MethodConfigTest {

  @ParameterizedTest
  @EnumSource
  void whatNobodySetIsAsTheMethodHasIt(RegisteredMethod method) {
    Config config = MethodConfig.withDefaults(load(Map.of("edit.method", method.id())));
    assertThat(defaults(config)).isEqualTo(method.defaults());
    assertThat(config.source(Settings.STEPS)).isEqualTo("default of method " + method.id());
    assertThat(defaults(MethodConfig.withDefaults(config))).isEqualTo(method.defaults());
  }

  @ParameterizedTest
  @EnumSource
  void whatSomebodySetStaysAlsoWhereItIsTheDefaultOfAll(RegisteredMethod method) {
    Config config =
        MethodConfig.withDefaults(
            load(
                Map.of(
                    "edit.method", method.id(),
                    "edit.steps", Settings.STEPS.defaultText(),
                    "edit.strength", "0.3",
                    "edit.guidance-scale", "2",
                    "edit.keyframe-interval", "5",
                    "edit.window-keyframes", "6")));
    assertThat(defaults(config)).isEqualTo(new MethodDefaults(10, 0.3, 2, 5, 6));
    assertThat(config.source(Settings.STEPS)).isEqualTo("command line");
  }

  @ParameterizedTest
  @CsvSource({"official, 8, 128", "PAPER, 4, 256", "official, 1000, 2", "official, 1, 1024"})
  void aMethodThatTakesWholeClipsHasWindowsAsLongAsTheyMayBe(
      String compat, int interval, int keyframes) {
    Map<String, String> clip =
        Map.of(
            "edit.method", "tokenflow",
            "edit.options", "compat=" + compat,
            "edit.keyframe-interval", interval + "");
    Config config = MethodConfig.withDefaults(load(clip));
    assertThat(config.get(Settings.WINDOW_KEYFRAMES)).isEqualTo(keyframes);
    assertThat(config.get(Settings.SCENE_CUT)).isZero();
    assertThat(MethodConfig.withDefaults(config).get(Settings.WINDOW_KEYFRAMES))
        .isEqualTo(keyframes);

    Map<String, String> windows = new HashMap<>(clip);
    windows.put("edit.window-keyframes", "3");
    windows.put("edit.scene-cut-threshold", "9");
    Config asked = MethodConfig.withDefaults(load(windows));
    assertThat(asked.get(Settings.WINDOW_KEYFRAMES)).isEqualTo(3);
    assertThat(asked.get(Settings.SCENE_CUT)).isEqualTo(9);
  }

  @ParameterizedTest
  @EnumSource
  void theSettingsSayTheMethodsOwnDefaults(RegisteredMethod method) {
    MethodDefaults own = method.defaults();
    says(Settings.METHOD, method.id());
    says(Settings.STEPS, own.steps());
    says(Settings.STRENGTH, own.strength());
    says(Settings.GUIDANCE, own.guidanceScale());
    says(Settings.KEYFRAME_INTERVAL, own.keyframeInterval());
    says(Settings.WINDOW_KEYFRAMES, own.windowKeyframes());
  }

  private static void says(Setting<?> setting, Object value) {
    String text = value.toString().replaceFirst("\\.0$", "");
    assertThat(setting.doc()).as(setting.key()).containsPattern("[ ,]" + text + "[ ,.]");
  }

  @Test
  void theDefaultsOfThePropertiesAreThoseOfLive() {
    assertThat(defaults(load(Map.of()))).isEqualTo(RegisteredMethod.LIVE.defaults());
  }

  @Test
  void aMethodThatThereIsNotIsAConfigError() {
    assertThatThrownBy(() -> MethodConfig.withDefaults(load(Map.of("edit.method", "oil"))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("edit.method", "'oil'", RegisteredMethod.ids());
  }

  private static MethodDefaults defaults(Config config) {
    return new MethodDefaults(
        config.get(Settings.STEPS),
        config.get(Settings.STRENGTH),
        config.get(Settings.GUIDANCE),
        config.get(Settings.KEYFRAME_INTERVAL),
        config.get(Settings.WINDOW_KEYFRAMES));
  }

  private static Config load(Map<String, String> flags) {
    return new ConfigLoader().load(Optional.empty(), Map.of(), flags);
  }
}
