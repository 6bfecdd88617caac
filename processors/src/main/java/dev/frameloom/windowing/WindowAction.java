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

  /** Sequences were given up: count them. Windows list them as missing. */
  record GivenUp(long fromSequence, long toSequence) implements WindowAction {}
}
