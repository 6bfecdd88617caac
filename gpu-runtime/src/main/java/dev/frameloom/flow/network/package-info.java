/**
 * What networks of optical flow share. Read {@link dev.frameloom.flow.network.FlowNetwork} first
 * (tensors in, tensors out), then {@link dev.frameloom.flow.network.NetworkFlow} (pictures in, flow
 * fields out), {@link dev.frameloom.flow.network.FlowOptions} (what can be chosen) and {@link
 * dev.frameloom.flow.network.FlowEncoder} (pictures to features at an eighth of their size).
 */
package dev.frameloom.flow.network;
