package dev.frameloom.editing;

import dev.frameloom.deadletter.DeadLetters;
import dev.frameloom.edit.EditException;
import dev.frameloom.engine.NotFiniteException;
import dev.frameloom.model.MemoryBudgetException;

/** How much of a failure is told on topics; the log of the role has all of it. */
public enum FailureText {
  /** All of it: whoever reads the topics is the user of the machine. */
  WHOLE,
  /**
   * Only what was made of the record itself. What went wrong with files may quote them, and says
   * where they are and whether they are there; so may whatever a library says.
   */
  GUARDED;

  private static final String IN_THE_LOG =
      "what it needs can't be used; the log of the editing role says why";

  /** What is told. */
  String of(Throwable failure) {
    return this == WHOLE || isOfTheRecord(failure)
        ? String.valueOf(failure.getMessage())
        : IN_THE_LOG;
  }

  /** Class and message of a failure, as far as they are told. */
  String cause(Throwable failure) {
    return this == WHOLE || isOfTheRecord(failure)
        ? DeadLetters.describe(failure)
        : failure.getClass().getName();
  }

  private static boolean isOfTheRecord(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      boolean known =
          each instanceof EditException
              || each instanceof WindowRefusedException
              || each instanceof MemoryBudgetException
              || each instanceof NotFiniteException;
      if (!known) {
        return false;
      }
    }
    return true;
  }
}
