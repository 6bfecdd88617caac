package dev.frameloom.reassembly;

/** What happens where more frames wait for an earlier one than may. */
public enum FullBufferPolicy {
  /** The gap that they wait for is filled at once, as if its deadline had passed. */
  FILL_GAP,
  /** The frame that came last is dropped, and gets a dead letter. */
  DROP_NEWEST
}
