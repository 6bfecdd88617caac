/**
 * Groups frames into keyframe windows. Read {@link dev.frameloom.windowing.WindowAssembler} (the
 * logic, without Kafka) and {@link dev.frameloom.windowing.WindowingTopology} (its wiring) first.
 */
package dev.frameloom.windowing;
