/**
 * GMFlow: optical flow by matching all features of a picture with all of the other (Xu et al., CVPR
 * 2022), with one scale, as the public checkpoints without refinement have it. Read {@link
 * dev.frameloom.flow.gmflow.GmFlow}, the whole of it.
 */
package dev.frameloom.flow.gmflow;
