/**
 * Making the frames between edited keyframes. Read {@link dev.frameloom.propagate.FlowBlend} first,
 * then {@link dev.frameloom.propagate.BlendPlan}.
 */
package dev.frameloom.propagate;
