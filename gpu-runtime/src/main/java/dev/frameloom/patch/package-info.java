/**
 * Pictures painted with another picture's patches. Read {@link dev.frameloom.patch.PatchSynthesis}
 * first, then {@link dev.frameloom.patch.SynthesisLevel} and {@link
 * dev.frameloom.patch.PatchSearch}; {@link dev.frameloom.patch.TensorSynthesis} is the same for a
 * GPU.
 */
package dev.frameloom.patch;
