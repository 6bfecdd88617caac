/**
 * RAFT: optical flow by looking up correlations of all pairs of pixels around the flow found so
 * far, over and over (Teed and Deng, ECCV 2020), large and small. Read {@link
 * dev.frameloom.flow.raft.Raft}, the whole of it, then {@link dev.frameloom.flow.raft.Correlation}.
 */
package dev.frameloom.flow.raft;
