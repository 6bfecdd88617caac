package dev.frameloom.edit;

import dev.frameloom.model.DiffusionModel;

/** Gives loaded models. */
@FunctionalInterface
public interface ModelSource {

  /**
   * A loaded model, which stays open at least until another one is asked for. Not the caller's to
   * close.
   *
   * @throws EditException if it can't be found or loaded
   */
  DiffusionModel model(String name);
}
