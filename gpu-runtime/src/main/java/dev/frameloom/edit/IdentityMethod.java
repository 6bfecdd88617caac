package dev.frameloom.edit;

/** Every frame as it is. */
final class IdentityMethod implements EditMethod {

  @Override
  public EditedWindow edit(WindowEdit window, ModelSource models) {
    return EditedWindow.unchanged(window);
  }
}
