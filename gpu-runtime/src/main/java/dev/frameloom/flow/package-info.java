/**
 * Where pixels move between two pictures. Read {@link dev.frameloom.flow.FlowField} first, then
 * {@link dev.frameloom.flow.OpticalFlow} (what finds it: {@link dev.frameloom.flow.DisFlow}, or a
 * network opened by {@link dev.frameloom.flow.FlowNetworks}), {@link dev.frameloom.flow.Visibility}
 * (where it can be trusted) and {@link dev.frameloom.flow.Warp} (what it is for; {@link
 * dev.frameloom.flow.NearestWarp} for masks and guides). The masks of the published methods are
 * {@link dev.frameloom.flow.Occlusion} in plain Java and {@link dev.frameloom.flow.TensorMasks} on
 * a device.
 */
package dev.frameloom.flow;
