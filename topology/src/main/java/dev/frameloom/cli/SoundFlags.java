package dev.frameloom.cli;

import dev.frameloom.config.ConfigException;
import dev.frameloom.media.SoundWish;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags that say what of a clip's sound goes into the result. */
final class SoundFlags {

  @Option(names = "--no-sound", description = "Leave the clip's sound out.")
  private boolean silent;

  @Option(
      names = "--audio-track",
      paramLabel = "N|LANGUAGE",
      description =
          "Which of the clip's sound tracks: its number, from 1, or its language as in eng or de"
              + " (default: the one that players take).")
  private String track;

  SoundWish wish() {
    try {
      return new SoundWish(!silent, Optional.ofNullable(track));
    } catch (IllegalArgumentException e) {
      throw new ConfigException("--no-sound, --audio-track: " + e.getMessage());
    }
  }
}
