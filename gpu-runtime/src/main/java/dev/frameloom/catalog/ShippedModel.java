package dev.frameloom.catalog;

import dev.frameloom.model.MiniatureModel;
import dev.frameloom.weights.ModelFiles;
import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

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
        enter(catalog.resolve(NAME));
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
      return Files.exists(place) ? stateOf(place) : State.ABSENT;
    }
    CatalogEntry entry = found.get();
    if (!(entry.origin() instanceof ModelOrigin.Shipped)) {
      return State.REPLACED;
    }
    if (!Files.exists(place)) {
      return State.ABSENT;
    }
    if (entry.revision().equals(model.revision())) {
      return State.SHIPPED;
    }
    return Verification.of(catalog, entry, ByteProgress.NONE).intact()
        ? State.OUTDATED
        : State.CHANGED;
  }

  private State stateOf(Path place) {
    try {
      return ModelFiles.open(place).revision().equals(model.revision())
          ? State.UNLISTED
          : State.UNKNOWN;
    } catch (ModelLoadException e) { // loading it will say what is wrong with it
      return State.UNKNOWN;
    }
  }

  private void put() throws IOException {
    Optional<Path> before = catalog.find(NAME).filter(catalog::owns).map(catalog::path);
    Path beside = catalog.root().resolve("." + NAME + ".new");
    Staging.delete(beside); // the lock is held, so whoever began this one is gone
    Files.createDirectories(beside);
    model.write(beside);
    Path place = catalog.freePlace(NAME, PullPlanner.shortened(model.revision()), "");
    Staging.publish(beside, place);
    enter(place);
    if (before.isPresent() && !before.get().equals(place)) {
      Staging.delete(before.get());
    }
  }

  private void enter(Path place) {
    new ModelImport(catalog, clock, ByteProgress.NONE)
        .enter(place, NAME, MiniatureModel.LICENCE, new ModelOrigin.Shipped(version));
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
                  + " was changed since Frameloom put it there, and is left as it is, though Frameloom "
                  + version
                  + " ships another model. For that one, take it away with `frameloom models remove "
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
