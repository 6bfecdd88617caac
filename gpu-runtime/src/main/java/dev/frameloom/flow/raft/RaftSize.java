package dev.frameloom.flow.raft;

/** The two sizes that RAFT is published in. */
public enum RaftSize {
  /** 5.3 million weights. */
  LARGE,
  /** 1 million weights. */
  SMALL
}
