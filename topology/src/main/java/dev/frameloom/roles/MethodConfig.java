package dev.frameloom.roles;

import dev.frameloom.config.Config;
import dev.frameloom.config.ConfigException;
import dev.frameloom.config.Settings;
import dev.frameloom.edit.EditException;
import dev.frameloom.edit.MethodDefaults;
import dev.frameloom.edit.RegisteredMethod;
import dev.frameloom.windowing.Keyframes;

/** What the configured method of edits makes of the configuration. */
public final class MethodConfig {

  private MethodConfig() {}

  /**
   * The method that {@code edit.method} names.
   *
   * @throws ConfigException where there is no such method
   */
  static RegisteredMethod method(Config config) {
    try {
      return RegisteredMethod.byId(config.get(Settings.METHOD));
    } catch (EditException e) {
      throw new ConfigException("edit.method (--method): " + e.getMessage());
    }
  }

  /**
   * A copy in which the properties that nobody set, and for which the method has a default of its
   * own, have that; where they have it already, nothing changes. A method that takes a clip as a
   * whole has windows that are as long as they may be, whatever is in the picture.
   *
   * @throws ConfigException where there is no such method
   */
  public static Config withDefaults(Config config) {
    RegisteredMethod method = method(config);
    MethodDefaults own = method.defaults();
    String source = "default of method " + method.id();
    Config filled =
        config
            .withDefault(Settings.STEPS, own.steps(), source)
            .withDefault(Settings.STRENGTH, own.strength(), source)
            .withDefault(Settings.GUIDANCE, own.guidanceScale(), source)
            .withDefault(Settings.KEYFRAME_INTERVAL, own.keyframeInterval(), source);
    if (!method.takesWholeClips(config.get(Settings.OPTIONS).byName())) {
      return filled.withDefault(Settings.WINDOW_KEYFRAMES, own.windowKeyframes(), source);
    }
    String whole = "a clip is one window for method " + method.id() + " with this compat";
    return filled
        .withDefault(
            Settings.WINDOW_KEYFRAMES,
            Keyframes.most(filled.get(Settings.KEYFRAME_INTERVAL)),
            whole)
        .withDefault(Settings.SCENE_CUT, 0.0, whole);
  }
}
