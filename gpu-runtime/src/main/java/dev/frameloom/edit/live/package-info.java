/**
 * The live method: keyframes are noised and denoised together in few steps, attending to the anchor
 * and to each other; the frames between follow the source's optical flow. Read {@link
 * dev.frameloom.edit.live.LiveMethod} first, then {@link dev.frameloom.edit.live.JointDenoiser} and
 * {@link dev.frameloom.edit.live.ExtendedAttention}.
 */
package dev.frameloom.edit.live;
