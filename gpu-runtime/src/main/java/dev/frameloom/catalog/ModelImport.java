package dev.frameloom.catalog;

import dev.frameloom.lora.LoraPlace;
import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Catalogues a model that is on this machine. Nothing is entered that can't be inspected, and
 * nothing is half there: a copy is made beside its place and renamed when it is whole.
 */
public final class ModelImport {

  private final Catalog catalog;
  private final Clock clock;
  private final ByteProgress progress;

  /**
   * Imports into a catalog.
   *
   * @param clock says when an entry was added
   */
  public ModelImport(Catalog catalog, Clock clock, ByteProgress progress) {
    this.catalog = catalog;
    this.clock = clock;
    this.progress = progress;
  }

  /** Whether the catalog gets files of its own, or names those that are there. */
  public enum Mode {
    /** Copies what the model needs; what else is in its folder stays behind. */
    COPY,
    /** Enters the path: the files stay where they are, and have to. */
    LINK
  }

  /**
   * Imports what one file or folder is, or what several files are together: {@link #add(Path,
   * String, String, Mode)}, and LPIPS as the weights of its channels and its network.
   *
   * @throws ModelLoadException where it is none, can't be loaded, or the name is taken
   */
  public CatalogEntry add(List<Path> sources, String name, String licence, Mode mode) {
    CatalogEntry.checkName(name);
    sources.forEach(ModelImport::checkThere);
    // a file of PEFT's weights means something else without the configuration beside it
    List<Path> whole = sources.stream().map(LoraPlace::whole).toList();
    Optional<Conversion> conversion = Conversion.of(whole);
    return conversion.isPresent()
        ? converted(conversion.get(), whole, name, licence, mode)
        : add(whole.get(0), name, licence, mode);
  }

  private static void checkThere(Path source) {
    if (!Files.exists(source)) {
      throw new ModelLoadException(
          "no model at " + source + ": expected a folder of a model or a file of its weights");
    }
  }

  private CatalogEntry converted(
      Conversion conversion, List<Path> sources, String name, String licence, Mode mode) {
    catalog.checkFree(name);
    if (mode == Mode.LINK) {
      throw new ModelLoadException(
          sources.get(0)
              + " can't be linked: it is converted to safetensors, and the original is not used"
              + " after that. Leave --link out");
    }
    String places =
        sources.stream()
            .map(it -> it.toAbsolutePath().normalize().toString())
            .collect(Collectors.joining(" and "));
    try {
      Path target = new ModelCopy(catalog.root(), progress).convert(conversion, places, name);
      ModelKind kind = Recognition.kind(target);
      return enter(name, kind, target, licence, new ModelOrigin.Imported(places));
    } catch (IOException e) {
      throw new ModelLoadException(places + " can't be imported: " + e.getMessage(), e);
    }
  }

  /**
   * Imports what needs no conversion: a diffusers folder, a checkpoint, a LoRA, a ControlNet, an
   * autoencoder, a network with its configuration. What lies in the catalog's folder under that
   * name already is entered and not copied.
   *
   * @throws ModelLoadException where it is none, can't be loaded, or the name is taken
   */
  CatalogEntry add(Path source, String name, String licence, Mode mode) {
    CatalogEntry.checkName(name);
    Path place = source.toAbsolutePath().normalize();
    boolean inPlace = catalog.find(name).isEmpty() && place.equals(catalog.resolve(name));
    if (!inPlace) {
      catalog.checkFree(name);
    }
    ModelKind kind = Recognition.inspected(source);
    ModelOrigin origin = new ModelOrigin.Imported(source.toAbsolutePath().normalize().toString());
    try {
      if (inPlace || mode == Mode.LINK) {
        return enter(name, kind, place, licence, origin);
      }
      Path target = new ModelCopy(catalog.root(), progress).copy(kind, place, name);
      return enter(name, kind, target, licence, origin);
    } catch (IOException e) {
      throw new ModelLoadException(source + " can't be imported: " + e.getMessage(), e);
    }
  }

  /** Enters what already lies in its place. */
  public CatalogEntry enter(Path place, String name, String licence, ModelOrigin origin) {
    try {
      return enter(
          name, Recognition.inspected(place), place.toAbsolutePath().normalize(), licence, origin);
    } catch (IOException e) {
      throw new ModelLoadException(place + " can't be catalogued: " + e.getMessage(), e);
    }
  }

  private CatalogEntry enter(
      String name, ModelKind kind, Path place, String licence, ModelOrigin origin)
      throws IOException {
    SortedMap<String, FileRecord> files =
        ModelContents.hash(ModelContents.files(kind, place), "checksums", progress);
    boolean own = place.startsWith(catalog.root());
    CatalogEntry entry =
        new CatalogEntry(
            name,
            kind,
            own ? catalog.root().relativize(place).toString().replace('\\', '/') : place.toString(),
            ModelContents.revision(kind, place, files),
            licence,
            origin,
            clock.instant().truncatedTo(ChronoUnit.SECONDS),
            files);
    catalog.put(entry);
    return entry;
  }
}
