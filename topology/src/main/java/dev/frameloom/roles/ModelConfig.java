package dev.frameloom.roles;

import dev.frameloom.catalog.ModelOrigin;
import dev.frameloom.config.Config;
import dev.frameloom.config.ConfigException;
import dev.frameloom.config.Setting;
import dev.frameloom.config.Settings;
import dev.frameloom.edit.ModelCard;
import dev.frameloom.edit.Recommendation;
import dev.frameloom.edit.RegisteredMethod;
import dev.frameloom.model.MiniatureModel;
import dev.frameloom.model.ModelReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the configured model of edits makes of the configuration: its {@link ModelCard}. */
public final class ModelConfig {

  /** The properties that a card may recommend. */
  public static final List<Setting<?>> RECOMMENDABLE =
      List.of(Settings.STEPS, Settings.STRENGTH, Settings.GUIDANCE);

  private ModelConfig() {}

  /**
   * A copy in which the properties that nobody set have what the model recommends for the method
   * and, where that recommends nothing, the method's own defaults: default of the method &lt;
   * recommendation &lt; file &lt; environment &lt; command line. Whoever resolves puts the values
   * into the edit: what a card says later changes no window.
   *
   * @throws ConfigException where there is no such method, or the setting of the model is no
   *     reference
   * @throws dev.frameloom.weights.ModelLoadException where the card can't be used
   */
  public static Config resolved(Config config) {
    Config own = config;
    Recommendation recommended = recommendation(config);
    String source = source(config);
    if (recommended.steps().isPresent()) {
      own = own.withDefault(Settings.STEPS, recommended.steps().getAsInt(), source);
    }
    if (recommended.strength().isPresent()) {
      own = own.withDefault(Settings.STRENGTH, recommended.strength().getAsDouble(), source);
    }
    if (recommended.guidanceScale().isPresent()) {
      own = own.withDefault(Settings.GUIDANCE, recommended.guidanceScale().getAsDouble(), source);
    }
    return MethodConfig.withDefaults(own);
  }

  /** What the model recommends for the method; nothing where it is not on this machine. */
  public static Recommendation recommendation(Config config) {
    RegisteredMethod method = MethodConfig.method(config);
    return method == RegisteredMethod.NONE
        ? Recommendation.NONE
        : card(new ModelFolders(config), base(config)).orElse(ModelCard.NONE).of(method);
  }

  /** What a user should know of frames that are smaller than the model needs to show anything. */
  public static Optional<String> sizeNote(Config config, int width, int height) {
    OptionalInt size = recommendation(config).size();
    return size.isEmpty() || Math.min(width, height) >= size.getAsInt()
        ? Optional.empty()
        : Optional.of(
            "frames are %dx%d; %s shows what is in them from a shorter side of %d pixels on (--size)"
                .formatted(width, height, base(config), size.getAsInt()));
  }

  /**
   * What a user should know who set another strength than the recommended one: what else is
   * recommended was meant for that one, as many steps for a small strength.
   */
  public static Optional<String> mixedNote(Config resolved) {
    OptionalDouble strength = recommendation(resolved).strength();
    if (strength.isEmpty() || resolved.get(Settings.STRENGTH) == strength.getAsDouble()) {
      return Optional.empty();
    }
    String taken =
        Stream.of(Settings.STEPS, Settings.GUIDANCE)
            .filter(setting -> isRecommended(resolved, setting))
            .map(setting -> setting.key() + " " + resolved.get(setting))
            .collect(Collectors.joining(" and "));
    return taken.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s: recommended by %s for strength %s, and it is %s here; set them as well, or no strength"
                .formatted(
                    taken,
                    base(resolved),
                    strength.getAsDouble(),
                    resolved.get(Settings.STRENGTH)));
  }

  /** Whether the model is on this machine, or needs not be: then its card is known. */
  public static boolean knowsCard(Config config) {
    return MethodConfig.method(config) == RegisteredMethod.NONE
        || card(new ModelFolders(config), base(config)).isPresent();
  }

  /** Where a recommended value comes from, for people. */
  static String source(Config config) {
    return "recommended by %s for %s".formatted(base(config), config.get(Settings.METHOD));
  }

  /** Whether the value of a property is one that the model recommends. */
  public static boolean isRecommended(Config config, Setting<?> setting) {
    return source(config).equals(config.source(setting));
  }

  /** The model without its LoRAs, which recommend nothing. */
  public static String base(Config config) {
    try {
      return ModelReference.parse(config.get(Settings.MODEL)).base();
    } catch (IllegalArgumentException e) {
      throw new ConfigException("edit.model: " + e.getMessage());
    }
  }

  /**
   * The one that ships is known also before it was put into its folder, and before it is renewed.
   */
  private static Optional<ModelCard> card(ModelFolders folders, String model) {
    Path place = folders.folder(model);
    boolean there = Files.exists(place);
    if (model.equals(ModelFolders.DEFAULT_MODEL)
        && !Files.isRegularFile(ModelCard.place(place))
        && (!there || isShipped(folders, model))) {
      return Optional.of(ModelCard.parse(new MiniatureModel().card(), "the card of " + model));
    }
    return there ? Optional.of(ModelCard.of(place)) : Optional.empty();
  }

  private static boolean isShipped(ModelFolders folders, String model) {
    return folders
        .catalog()
        .find(model)
        .filter(entry -> entry.origin() instanceof ModelOrigin.Shipped)
        .isPresent();
  }
}
