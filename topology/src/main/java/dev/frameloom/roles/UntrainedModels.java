package dev.frameloom.roles;

import dev.frameloom.model.UntrainedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts an untrained model in its place, whole or not at all. */
public final class UntrainedModels {

  private UntrainedModels() {}

  /** Writes the model beside its folder and renames it, so that a half one is never loaded. */
  public static void create(Path folder, long seed) {
    Path target = folder.toAbsolutePath().normalize();
    try {
      Files.createDirectories(target.getParent());
      Path beside = Files.createTempDirectory(target.getParent(), ".untrained-model");
      UntrainedModel.write(beside, seed);
      Files.move(beside, target);
    } catch (IOException e) {
      throw new UncheckedIOException("the model can't be written to " + target, e);
    }
  }
}
