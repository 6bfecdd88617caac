package dev.frameloom.deadletter;

import java.util.Locale;

/** Kinds of failure that a role notices itself; serdes have their own. */
public enum DeadLetterReason {
  /** The picture of a frame can't be decoded. */
  UNDECODABLE_IMAGE,
  /** An edit has values out of range, or lies under a key that isn't its own. */
  INVALID_EDIT,
  /** A window can't be edited. */
  EDIT_FAILED,
  /** A record would be larger than its topic allows. */
  TOO_LARGE,
  /** A frame came after its sequence had been given up. */
  LATE_FRAME,
  /** A frame's sequence is far beyond the others of its stream. */
  FAR_SEQUENCE,
  /** A frame has a sequence that another frame of its stream had: its producer began again. */
  REPEATED_SEQUENCE,
  /** Retention removed a frame from its topic before it was edited. */
  TRIMMED_FRAME,
  /** Too many edited frames wait for an earlier one. */
  BUFFER_FULL,
  /** A record contradicts itself, or processing it failed. */
  UNPROCESSABLE;

  /** The stable word that {@code DeadLetter.reason} holds. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
