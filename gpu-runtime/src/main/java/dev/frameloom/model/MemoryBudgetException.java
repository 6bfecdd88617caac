package dev.frameloom.model;

/** Work that does not fit its budget of memory however it is cut. Known before it begins. */
public final class MemoryBudgetException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With the least that is needed. */
  public MemoryBudgetException(String message) {
    super(message);
  }
}
