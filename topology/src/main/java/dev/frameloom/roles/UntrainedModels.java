package dev.frameloom.roles;

import dev.frameloom.catalog.ByteProgress;
import dev.frameloom.catalog.ModelImport;
import dev.frameloom.catalog.ModelOrigin;
import dev.frameloom.model.UntrainedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;

/** Puts an untrained model in its place, whole or not at all. */
public final class UntrainedModels {

  private UntrainedModels() {}

  /** Makes a model; one that is given by a name and not by a path goes into the catalog. */
  public static Path create(ModelFolders folders, String model, long seed) {
    Path folder = folders.folder(model);
    create(folder, seed);
    if (!ModelFolders.isPath(model)) {
      new ModelImport(folders.catalog(), Clock.systemUTC(), ByteProgress.NONE)
          .enter(
              folder,
              model,
              "",
              new ModelOrigin.Made("frameloom models init, weights seed " + seed));
    }
    return folder;
  }

  /** Writes the model beside its folder and renames it, so that a half one is never loaded. */
  public static void create(Path folder, long seed) {
    Path target = folder.toAbsolutePath().normalize();
    try {
      Files.createDirectories(target.getParent());
      Path beside =
          Files.createDirectory(target.resolveSibling(".untrained-model-" + UUID.randomUUID()));
      UntrainedModel.write(beside, seed);
      Files.move(beside, target);
    } catch (IOException e) {
      throw new UncheckedIOException("the model can't be written to " + target, e);
    }
  }
}
