package dev.frameloom.edit.tokenflow;

import java.util.List;

/** Rows of numbers that a {@link SourceStore} keeps, wherever they are. */
interface KeptRows {

  /** What each row is. */
  List<String> labels();

  /** The numbers of a row. */
  float[] at(int row);
}
