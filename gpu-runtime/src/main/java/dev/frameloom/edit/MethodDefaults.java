package dev.frameloom.edit;

/**
 * What a method is used with where nobody says otherwise.
 *
 * @param steps diffusion steps of the whole schedule
 * @param strength how far the source is noised, 0 to 1
 * @param guidanceScale classifier-free guidance scale
 * @param keyframeInterval frames from one keyframe to the next
 * @param windowKeyframes keyframes of a full window, both boundaries counted
 */
public record MethodDefaults(
    int steps, double strength, double guidanceScale, int keyframeInterval, int windowKeyframes) {}
