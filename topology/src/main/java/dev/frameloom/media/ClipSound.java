package dev.frameloom.media;

/**
 * The sound that belongs to written frames.
 *
 * @param location the clip that the frames are of, as {@link VideoSources} reads it
 * @param wish what of its sound is wanted
 */
public record ClipSound(String location, SoundWish wish) {}
