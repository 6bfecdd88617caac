package dev.frameloom.roles;

import dev.frameloom.config.Config;
import dev.frameloom.config.Setting;
import dev.frameloom.config.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How strongly an edit edits, and who said so.
 *
 * @param steps diffusion steps of the whole schedule
 * @param strength how far the source is noised, 0 to 1
 * @param guidanceScale classifier-free guidance scale
 * @param recommended which of the three, by these names, the model recommended
 * @param recommendation by which model for which method; empty where nothing was taken from it
 */
public record EditValues(
    int steps,
    double strength,
    double guidanceScale,
    List<String> recommended,
    String recommendation) {

  private static final Map<Setting<?>, String> NAMES =
      Map.of(
          Settings.STEPS, "steps",
          Settings.STRENGTH, "strength",
          Settings.GUIDANCE, "guidanceScale");

  public EditValues {
    recommended = List.copyOf(recommended);
  }

  /** Of a configuration that {@link ModelConfig#resolved} made. */
  public static EditValues of(Config resolved) {
    List<String> recommended =
        ModelConfig.RECOMMENDABLE.stream()
            .filter(setting -> ModelConfig.isRecommended(resolved, setting))
            .map(NAMES::get)
            .toList();
    return new EditValues(
        resolved.get(Settings.STEPS),
        resolved.get(Settings.STRENGTH),
        resolved.get(Settings.GUIDANCE),
        recommended,
        recommended.isEmpty() ? "" : ModelConfig.source(resolved));
  }

  /** {@code steps 50; strength 0.6, guidance 5: recommended by miniature for tokenflow}. */
  @Override
  public String toString() {
    Map<String, String> texts =
        Map.of(
            "steps", "steps " + steps,
            "strength", "strength " + number(strength),
            "guidanceScale", "guidance " + number(guidanceScale));
    List<String> order = ModelConfig.RECOMMENDABLE.stream().map(NAMES::get).toList();
    String own =
        order.stream()
            .filter(name -> !recommended.contains(name))
            .map(texts::get)
            .collect(Collectors.joining(", "));
    if (recommended.isEmpty()) {
      return own;
    }
    String taken =
        order.stream()
            .filter(recommended::contains)
            .map(texts::get)
            .collect(Collectors.joining(", "));
    return (own.isEmpty() ? "" : own + "; ") + taken + ": " + recommendation;
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : Double.toString(value);
  }
}
