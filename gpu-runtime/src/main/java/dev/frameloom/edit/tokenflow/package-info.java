/**
 * TokenFlow (Geyer et al., TokenFlow: Consistent Diffusion Features for Consistent Video Editing,
 * ICLR 2024), on clips as it was published and on windows of endless streams, and the methods that
 * it is measured against. Read {@link dev.frameloom.edit.tokenflow.TokenFlowMethod} first, then
 * {@link dev.frameloom.edit.tokenflow.StepPlan} and {@link dev.frameloom.edit.tokenflow.FlowHooks}.
 */
package dev.frameloom.edit.tokenflow;
