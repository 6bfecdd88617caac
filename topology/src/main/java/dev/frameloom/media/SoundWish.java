package dev.frameloom.media;

import java.util.Optional;

/**
 * What of a clip's sound is wanted.
 *
 * @param wanted false to leave all of it out
 * @param track number of the sound track, from 1, or its language; empty for the one that players
 *     take
 */
public record SoundWish(boolean wanted, Optional<String> track) {

  public SoundWish {
    if (!wanted && track.isPresent()) {
      throw new IllegalArgumentException(
          "expected a sound track or no sound, found both: track " + track.get());
    }
    if (track.isPresent() && track.get().isBlank()) {
      throw new IllegalArgumentException("expected a number or a language as the sound track");
    }
  }

  /** The sound that players take. */
  public static SoundWish usual() {
    return new SoundWish(true, Optional.empty());
  }

  /** No sound. */
  public static SoundWish none() {
    return new SoundWish(false, Optional.empty());
  }
}
