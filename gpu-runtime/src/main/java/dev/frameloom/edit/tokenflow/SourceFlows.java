package dev.frameloom.edit.tokenflow;

import ai.djl.ndarray.NDManager;
import java.util.Optional;

/** What edits of the same source before this one found in it. */
interface SourceFlows {

  /** Knows nothing and keeps nothing. */
  SourceFlows NONE =
      new SourceFlows() {
        @Override
        public Optional<SourceFlow> find(NDManager scope, int step, StepPlan plan, int number) {
          return Optional.empty();
        }

        @Override
        public void keep(int step, StepPlan plan, int number, SourceFlow flow) {}
      };

  /**
   * What is known of a call of frames that flow.
   *
   * @param scope what is found lives in
   * @param number of the call among the plan's flows
   */
  Optional<SourceFlow> find(NDManager scope, int step, StepPlan plan, int number);

  /** Keeps what was found. */
  void keep(int step, StepPlan plan, int number, SourceFlow flow);
}
