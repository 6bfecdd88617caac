package dev.frameloom.catalog;

import dev.frameloom.edit.ModelCard;
import dev.frameloom.model.MiniatureModel;
import dev.frameloom.weights.ModelFiles;
import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps the model that ships with Frameloom in a catalog: puts it there, and anew where this
 * Frameloom ships another revision than the one that did. What a user has put in its place, or has
 * changed, is the user's and stays.
 */
public final class ShippedModel {

  private static final String NAME = MiniatureModel.NAME;

  private final MiniatureModel model;
  private final String version;
  private final Catalog catalog;
  private final Clock clock;

  /**
   * For a catalog.
   *
   * @param version of this Frameloom
   * @param clock says when an entry was added
   */
  public ShippedModel(MiniatureModel model, String version, Catalog catalog, Clock clock) {
    this.model = model;
    this.version = version;
    this.catalog = catalog;
    this.clock = clock;
  }

  /** What the name stands for in the catalog. */
  private enum State {
    /** The model that this Frameloom ships. */
    SHIPPED,
    /** Nothing that is there. */
    ABSENT,
    /** The shipped model, and the catalog does not know it. */
    UNLISTED,
    /** What another Frameloom has shipped, as it was put there. */
    OUTDATED,
    /** What another Frameloom has shipped, changed since. */
    CHANGED,
    /** A folder that the catalog does not know, with something else in it. */
    UNKNOWN,
    /** A model that the user has catalogued under this name. */
    REPLACED;

    private boolean isKept() {
      return switch (this) {
        case ABSENT, UNLISTED, OUTDATED -> false;
        case SHIPPED, CHANGED, UNKNOWN, REPLACED -> true;
      };
    }
  }

  /**
   * Puts the model in its place, or anew, unless what is there is the user's. Hashes the model:
   * once in a process is enough.
   *
   * @return what a user should know of what was left alone, or lies where nothing can be written;
   *     empty where the shipped model is there, or one that the user has catalogued under its name
   * @throws ModelLoadException where it can't be put there
   */
  public Optional<String> keep() {
    State found = state();
    Path root = catalog.root();
    boolean readOnly = found != State.ABSENT && !Files.isWritable(root);
    if (found.isKept() || readOnly) {
      return note(found);
    }
    try (FolderLock lock = FolderLock.take(root.resolve("." + NAME + ".lock"))) {
      assert lock != null;
      State now = state(); // another process may have put it there since
      if (now.isKept()) {
        return note(now);
      }
      if (now == State.UNLISTED) {
        enter(catalog.resolve(NAME), NAME);
      } else {
        put();
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new ModelLoadException(
          "the model that ships with Frameloom can't be put into "
              + root
              + ": "
              + e.getMessage()
              + ". Set models.dir to a folder that can be written",
          e);
    }
  }

  private State state() {
    Optional<CatalogEntry> found = catalog.find(NAME);
    Path place = catalog.resolve(NAME);
    if (found.isEmpty()) {
      if (!Files.exists(place)) {
        return State.ABSENT;
      }
      return isShipped(place) ? State.UNLISTED : State.UNKNOWN;
    }
    CatalogEntry entry = found.get();
    if (!(entry.origin() instanceof ModelOrigin.Shipped)) {
      return State.REPLACED;
    }
    if (!Files.exists(place)) {
      return State.ABSENT;
    }
    if (entry.revision().equals(model.revision())) {
      return hasCard(entry, place) ? State.SHIPPED : State.OUTDATED;
    }
    if (Verification.of(catalog, entry, ByteProgress.NONE).intact()) {
      return State.OUTDATED;
    }
    // put there by a process that ended before it could tell the catalog, or changed by the user
    return isShipped(place) ? State.UNLISTED : State.CHANGED;
  }

  /**
   * Whether its card is the shipped one, or one that the user has changed since it was put there.
   */
  private boolean hasCard(CatalogEntry entry, Path place) {
    Path card = ModelCard.place(place);
    FileRecord then = entry.files().get(ModelCard.FILE);
    try {
      if (!Files.exists(card)) {
        return then != null; // taken away by the user
      }
      return Files.readString(card).equals(model.card())
          || !ModelContents.hash(card, read -> {}).equals(then);
    } catch (IOException e) { // whoever reads the card says so
      return true;
    }
  }

  private boolean isShipped(Path place) {
    try {
      return ModelFiles.open(place).revision().equals(model.revision());
    } catch (ModelLoadException e) { // loading it will say what is wrong with it
      return false;
    }
  }

  /**
   * In the old one's place, and not beside it as what is pulled: results name a model by its
   * folder. The lock is held: what lies here under a name of its own is of a process that is gone.
   */
  private void put() throws IOException {
    Path place = catalog.resolve(NAME);
    Path old = catalog.root().resolve("." + NAME + ".old");
    Path beside = catalog.root().resolve("." + NAME + ".new");
    Staging.delete(old);
    Staging.delete(beside);
    model.write(Files.createDirectories(beside));
    if (Files.exists(place)) {
      Staging.publish(place, old);
    }
    Staging.publish(beside, place);
    enter(place, NAME);
    Staging.delete(old);
  }

  /**
   * Writes the model to a folder of the user's, whole or not at all.
   *
   * @throws ModelLoadException where it can't be written, or something is there
   */
  public void copy(Path folder) {
    Path target = folder.toAbsolutePath().normalize();
    try {
      Files.createDirectories(target.getParent());
      Path beside = target.resolveSibling("." + NAME + "-" + UUID.randomUUID());
      try {
        model.write(Files.createDirectories(beside));
        Staging.publish(beside, target);
      } finally {
        Staging.delete(beside);
      }
    } catch (IOException e) {
      throw new ModelLoadException(
          "the model can't be written to " + target + ": " + e.getMessage(), e);
    }
  }

  /** Catalogues a copy, which stays what it is when Frameloom ships another model. */
  public void copy(String name) {
    CatalogEntry.checkName(name);
    Path place = catalog.root().resolve(name);
    copy(place);
    enter(place, name);
  }

  private void enter(Path place, String name) {
    new ModelImport(catalog, clock, ByteProgress.NONE)
        .enter(place, name, MiniatureModel.LICENCE, new ModelOrigin.Shipped(version));
  }

  private Optional<String> note(State state) {
    Path place = catalog.resolve(NAME);
    return switch (state) {
      case SHIPPED, ABSENT, UNLISTED, REPLACED -> Optional.empty();
      case OUTDATED ->
          Optional.of(
              place
                  + " is not the model that Frameloom "
                  + version
                  + " ships, and is used as it is: "
                  + catalog.root()
                  + " can't be written");
      case CHANGED ->
          Optional.of(
              place
                  + " was changed since Frameloom put it there, and is left as it is, though"
                  + " Frameloom "
                  + version
                  + " ships another model. For that one, take it away with `frameloom models remove"
                  + " "
                  + NAME
                  + "`; to keep it, move it and enter it by another name with `frameloom models"
                  + " import`");
      case UNKNOWN ->
          Optional.of(
              place
                  + " is not the model that Frameloom "
                  + version
                  + " ships, and is used as it is. For the shipped one, move it away; to keep it"
                  + " under this name, enter it with `frameloom models import "
                  + place
                  + "`");
    };
  }
}
