package dev.frameloom.roles;

import dev.frameloom.catalog.Catalog;
import dev.frameloom.catalog.CatalogEntry;
import dev.frameloom.catalog.ShippedModel;
import dev.frameloom.config.Config;
import dev.frameloom.config.Settings;
import dev.frameloom.config.Version;
import dev.frameloom.edit.ModelLocator;
import dev.frameloom.model.MiniatureModel;
import dev.frameloom.weights.ModelLoadException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a model by its name: in the catalog of the configured folder first, then as a folder or
 * file of that name in it; a path is taken as it is. The same for LoRAs.
 */
public final class ModelFolders implements ModelLocator {

  /** The model that is used where none is named: the one that ships with Frameloom. */
  public static final String DEFAULT_MODEL = MiniatureModel.NAME;

  private static final Logger LOG = LoggerFactory.getLogger(ModelFolders.class);

  /** Folders where this process has put the shipped model, or seen that it is there. */
  private static final Set<Path> KEPT = ConcurrentHashMap.newKeySet();

  private static final String LORAS = "loras";
  private static final String ENDING = ".safetensors";

  private final Catalog catalog;

  /** Models of the configured folder. */
  public ModelFolders(Config config) {
    this.catalog = new Catalog(expand(config.get(Settings.MODELS_DIR)));
  }

  /** The catalog of the folder that holds models. */
  public Catalog catalog() {
    return catalog;
  }

  /** What keeps the model that ships with Frameloom in the catalog. */
  public ShippedModel shipped() {
    return new ShippedModel(new MiniatureModel(), Version.NUMBER, catalog, Clock.systemUTC());
  }

  /** Where a model of this name is or would be; a path is one with a separator in it. */
  public Path folder(String model) {
    if (model.isBlank()) {
      throw new ModelLoadException("the edit names no model; set edit.model, or --model");
    }
    return isPath(model) ? expand(model) : catalog.resolve(model);
  }

  /** Whether a model is given by a path, and not by a name. */
  public static boolean isPath(String model) {
    return model.contains("/") || model.contains("\\") || model.startsWith("~");
  }

  /**
   * Whether a name can be that of something in the folder of models, and of nothing elsewhere or
   * hidden.
   */
  static boolean isPlainName(String name) {
    return !isPath(name)
        && !name.isBlank()
        && !name.startsWith(".")
        && name.chars().noneMatch(Character::isISOControl);
  }

  /**
   * The folder of a model that is there. The one that ships with Frameloom is put there first, and
   * kept what it is: once in a process.
   *
   * @throws ModelLoadException where it is not
   */
  public Path existing(String model) {
    if (model.equals(DEFAULT_MODEL)) {
      keepShipped();
    }
    Path folder = folder(model);
    if (!Files.exists(folder)) { // a file is refused when it is opened, with the reason
      throw new ModelLoadException(
          "no model "
              + model
              + ": "
              + folder
              + " is not there; `frameloom models list` shows those that are. Fetch one with"
              + " `frameloom models pull`, or enter one of yours with `frameloom models import`; "
              + DEFAULT_MODEL
              + " ships with Frameloom");
    }
    return folder;
  }

  private void keepShipped() {
    boolean kept = KEPT.contains(catalog.root()) && Files.exists(folder(DEFAULT_MODEL));
    if (!kept) {
      shipped().keep().ifPresent(note -> LOG.warn("{}", note));
      KEPT.add(catalog.root());
    }
  }

  @Override
  public Path locate(String model) {
    return existing(model);
  }

  /**
   * As a model; a file or folder of no catalog is also looked for in the folder {@value #LORAS}.
   */
  @Override
  public Path locateLora(String lora) {
    if (isPath(lora)) {
      return existingLora(lora, List.of(expand(lora)));
    }
    Optional<CatalogEntry> entry = catalog.find(lora);
    if (entry.isPresent()) {
      return existingLora(lora, List.of(catalog.path(entry.get())));
    }
    String file = lora.endsWith(ENDING) ? lora : lora + ENDING;
    return existingLora(
        lora,
        Stream.of(file, lora) // a model's folder may have the name of a LoRA's file
            .distinct()
            .flatMap(
                it ->
                    Stream.of(catalog.root(), catalog.root().resolve(LORAS))
                        .map(in -> in.resolve(it)))
            .toList());
  }

  private static Path existingLora(String lora, List<Path> places) {
    return places.stream()
        .filter(Files::exists) // a folder as PEFT's, or refused when it is opened, with the reason
        .findFirst()
        .orElseThrow(
            () ->
                new ModelLoadException(
                    "no LoRA "
                        + lora
                        + ": expected a file or folder "
                        + String.join(" or ", places.stream().map(Path::toString).toList())));
  }

  /** A path with a leading {@code ~} replaced by the home folder. */
  public static Path expand(String path) {
    return path.equals("~") || path.startsWith("~/")
        ? Path.of(System.getProperty("user.home") + path.substring(1))
        : Path.of(path);
  }
}
