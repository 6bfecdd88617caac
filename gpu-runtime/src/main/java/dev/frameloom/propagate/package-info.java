/**
 * Making the frames between edited keyframes, in two ways. For live editing {@link
 * dev.frameloom.propagate.FlowBlend}: both keyframes warped along the flow and blended, in
 * milliseconds; then {@link dev.frameloom.propagate.BlendPlan}. For a whole interval at once, with
 * the style's own texture, {@link dev.frameloom.propagate.PatchPropagation}; then {@link
 * dev.frameloom.propagate.KeyframePainter} and {@link dev.frameloom.propagate.PixelChoice}.
 */
package dev.frameloom.propagate;
