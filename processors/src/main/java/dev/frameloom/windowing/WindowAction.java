package dev.frameloom.windowing;

import dev.frameloom.avro.ArrivedFrame;
import dev.frameloom.avro.KeyframeWindow;

/** What a {@link WindowAssembler} wants done. */
public sealed interface WindowAction {

  /** A window closed: publish it. */
  record Close(KeyframeWindow window) implements WindowAction {}

  /** The frame was seen before: count it. */
  record Duplicate(ArrivedFrame frame) implements WindowAction {}

  /** The frame came after its sequence was given up: count it, and give it a dead letter. */
  record Late(ArrivedFrame frame) implements WindowAction {}

  /**
   * A frame is left out: its sequence is far beyond the expected one and no run of frames confirmed
   * it. Give it a dead letter.
   */
  record Far(ArrivedFrame frame, long expected) implements WindowAction {}

  /** Sequences were given up: count them. Windows list them as missing. */
  record GivenUp(long fromSequence, long toSequence) implements WindowAction {}
}
