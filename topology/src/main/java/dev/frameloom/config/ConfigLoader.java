package dev.frameloom.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Resolves the configuration. */
public final class ConfigLoader {

  /** Begins the name of every environment variable of ours. */
  public static final String ENVIRONMENT_PREFIX = "FRAMELOOM_";

  static final String DEFAULT_SOURCE = "default";

  /** Variables that the start script takes, no properties. */
  private static final String SCRIPT_PREFIX = "FRAMELOOM_SCRIPT_";

  /** A secret, and hence no property: those are listed with their values. */
  private static final String HUB_TOKEN = "FRAMELOOM_HUB_TOKEN";

  private final Map<String, Setting<?>> byKey = new HashMap<>();
  private final Map<String, Setting<?>> byEnvironment = new HashMap<>();

  /** A loader of all {@link Settings}. */
  public ConfigLoader() {
    for (Setting<?> setting : Settings.all()) {
      byKey.put(setting.key(), setting);
      byEnvironment.put(setting.environmentName(), setting);
    }
  }

  /**
   * Applies, each over the one before:
   *
   * <ol>
   *   <li>the defaults of {@link Settings};
   *   <li>the file, in the format of Java properties, UTF-8;
   *   <li>the environment: {@code FRAMELOOM_} and the key in capitals, dots and hyphens as
   *       underscores; what Kubernetes sets for a service named so is passed over;
   *   <li>the flags.
   * </ol>
   *
   * @param file the file, if any
   * @param environment the environment; variables without the prefix are not looked at
   * @param flags values by key
   * @throws ConfigException for a key that no setting has, a value that doesn't fit, an unreadable
   *     file
   */
  public Config load(
      Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
    Map<String, String> texts = new LinkedHashMap<>();
    Map<String, String> sources = new HashMap<>();
    file.ifPresent(
        path -> PropertiesFile.read(path).forEach((k, v) -> put(texts, sources, k, v, path + "")));
    environment.forEach(
        (name, value) -> {
          if (isProperty(name) && !ServiceVariables.matches(name, value)) {
            put(texts, sources, keyOf(name), value, "environment variable " + name);
          }
        });
    flags.forEach((key, value) -> put(texts, sources, key, value, "command line"));

    Map<String, Object> values = new HashMap<>();
    for (Setting<?> setting : Settings.all()) {
      String text = texts.remove(setting.key());
      sources.putIfAbsent(setting.key(), DEFAULT_SOURCE);
      values.put(
          setting.key(),
          setting.parse(text == null ? setting.defaultText() : text, sources.get(setting.key())));
    }
    return new Config(values, sources, texts);
  }

  private static boolean isProperty(String variable) {
    return variable.startsWith(ENVIRONMENT_PREFIX)
        && !variable.startsWith(SCRIPT_PREFIX)
        && !variable.equals(HUB_TOKEN);
  }

  private void put(
      Map<String, String> texts,
      Map<String, String> sources,
      String key,
      String value,
      String source) {
    boolean open = Settings.OPEN_NAMESPACES.stream().anyMatch(key::startsWith);
    if (!open && !byKey.containsKey(key)) {
      throw new ConfigException(
          "unknown property "
              + key
              + " ("
              + source
              + ")"
              + nearest(key)
              + "; `frameloom config` lists all");
    }
    texts.put(key, value);
    sources.put(key, source);
  }

  private String keyOf(String environmentName) {
    Setting<?> setting = byEnvironment.get(environmentName);
    if (setting != null) {
      return setting.key();
    }
    String dotted =
        environmentName
            .substring(ENVIRONMENT_PREFIX.length())
            .toLowerCase(Locale.ROOT)
            .replace('_', '.');
    for (String namespace : Settings.OPEN_NAMESPACES) {
      if (dotted.startsWith(namespace)) {
        return dotted;
      }
    }
    throw new ConfigException(
        "unknown property (environment variable "
            + environmentName
            + "); `frameloom config` lists all");
  }

  private String nearest(String key) {
    return byKey.keySet().stream()
        .filter(known -> distance(known, key) <= 3)
        .min((a, b) -> Integer.compare(distance(a, key), distance(b, key)))
        .map(known -> "; did you mean " + known + "?")
        .orElse("");
  }

  /** Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
