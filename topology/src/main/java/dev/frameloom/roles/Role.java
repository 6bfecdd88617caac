package dev.frameloom.roles;

import java.util.Locale;

/** A part of the work that scales by itself; each is a Kafka Streams application of its own. */
public enum Role {
  /** Groups frames into keyframe windows; needs CPU only. */
  WINDOWING,
  /** Edits windows; where the GPUs are. */
  EDITING,
  /** Puts edited frames into order; needs CPU and disk. */
  REASSEMBLY;

  /** The role's word in ids and on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
