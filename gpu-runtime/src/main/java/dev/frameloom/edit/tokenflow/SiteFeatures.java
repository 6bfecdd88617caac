package dev.frameloom.edit.tokenflow;

import ai.djl.ndarray.NDArray;

/**
 * What a keyframe call leaves at a self attention, for those that come after it in the step.
 *
 * @param frames n, in the call
 * @param tokens of the source, of length 1, (n, S, C)
 * @param results of the attention with its output projection, (b·n, S, C)
 */
record SiteFeatures(int frames, NDArray tokens, NDArray results) {}
