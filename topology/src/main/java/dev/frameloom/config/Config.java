package dev.frameloom.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** Resolved configuration: every property has a value. Immutable. */
public final class Config {

  private final Map<String, Object> values;
  private final Map<String, String> sources;
  private final Map<String, String> open;

  Config(Map<String, Object> values, Map<String, String> sources, Map<String, String> open) {
    this.values = Map.copyOf(values);
    this.sources = Map.copyOf(sources);
    this.open = Map.copyOf(open);
  }

  /** The value of a property. */
  @SuppressWarnings("unchecked") // the loader put what this setting's parser made
  public <T> T get(Setting<T> setting) {
    Object value = values.get(setting.key());
    if (value == null) {
      throw new IllegalArgumentException(setting.key() + " is not listed in Settings");
    }
    return (T) value;
  }

  /** Where the value of a property was set: {@code default}, a file, a variable or a flag. */
  public String source(Setting<?> setting) {
    return sources.get(setting.key());
  }

  /** True where somebody set the property, or the command did. */
  public boolean isSet(Setting<?> setting) {
    return !ConfigLoader.DEFAULT_SOURCE.equals(source(setting));
  }

  /** A copy in which a property that nobody set has another value. */
  public <T> Config withDefault(Setting<T> setting, T value) {
    return isSet(setting) ? this : with(setting, value);
  }

  /**
   * The same, saying where that value comes from.
   *
   * @param source for people, as {@link #source} gives it
   */
  public <T> Config withDefault(Setting<T> setting, T value, String source) {
    return isSet(setting) ? this : with(setting, value, source);
  }

  /** A copy in which a property has another value, whoever set it. */
  public <T> Config with(Setting<T> setting, T value) {
    return with(setting, value, "derived by the command");
  }

  private <T> Config with(Setting<T> setting, T value, String source) {
    Map<String, Object> changed = new LinkedHashMap<>(values);
    changed.put(setting.key(), value);
    Map<String, String> changedSources = new LinkedHashMap<>(sources);
    changedSources.put(setting.key(), source);
    return new Config(changed, changedSources, open);
  }

  /**
   * Properties below an open namespace, for another library, with the namespace cut off.
   *
   * @param namespace one of {@link Settings#OPEN_NAMESPACES}
   */
  public Map<String, String> below(String namespace) {
    Map<String, String> found = new LinkedHashMap<>();
    open.forEach(
        (key, value) -> {
          if (key.startsWith(namespace)) {
            found.put(key.substring(namespace.length()), value);
          }
        });
    return found;
  }
}
