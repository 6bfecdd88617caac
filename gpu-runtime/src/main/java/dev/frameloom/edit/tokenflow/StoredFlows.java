package dev.frameloom.edit.tokenflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps what is found in a source in a {@link SourceStore}. It comes back bit by bit as it was:
 * indexes are whole numbers below 2²⁴, and half precision fits into single.
 *
 * @param store where
 * @param window says which frames, model and schedule this is about
 * @param injections what is taken over in each step
 * @param precision of the model
 */
record StoredFlows(
    SourceStore store, String window, InjectionSchedule injections, Precision precision) {

  private static final String OWN = "own ";
  private static final String OTHER = "other ";
  private static final String RESIDUAL = "residual ";

  /** PyTorch's numbers of its types. */
  private static final int INT64 = 4;

  private static final int FLOAT32 = 6;

  private String key(int step, StepPlan plan, int number) {
    List<List<Integer>> keyframes =
        plan.keyframes().stream().map(StepPlan.KeyframeCall::frames).toList();
    return String.join(
        "|",
        window,
        Integer.toString(step),
        Boolean.toString(injections.at(step).features()),
        keyframes.toString(),
        plan.flows().get(number).toString());
  }

  /**
   * What is known of a call of frames that flow.
   *
   * @param scope what is found lives in
   * @param number of the call among the plan's flows
   */
  Optional<SourceFlow> find(NDManager scope, int step, StepPlan plan, int number) {
    return store.find(key(step, plan, number)).map(rows -> read(scope, rows));
  }

  private SourceFlow read(NDManager scope, KeptRows rows) {
    SourceFlow flow = new SourceFlow(scope);
    List<String> labels = rows.labels();
    for (int i = 0; i < labels.size(); i++) {
      String label = labels.get(i);
      if (label.startsWith(OWN)) {
        String path = label.substring(OWN.length());
        boolean two = i + 1 < labels.size() && labels.get(i + 1).equals(OTHER + path);
        flow.keep(
            path,
            new SourceFlow.Field(
                indexes(scope, rows.at(i)),
                two ? Optional.of(indexes(scope, rows.at(i + 1))) : Optional.empty()));
      } else if (label.startsWith(RESIDUAL)) {
        long[] shape =
            Arrays.stream(label.substring(RESIDUAL.length()).split(" "))
                .mapToLong(Long::parseLong)
                .toArray();
        try (NDManager inner = scope.newSubManager()) {
          NDArray whole = inner.create(rows.at(i), new Shape(shape));
          flow.keepResidual(precision.convert(inner, whole));
        }
      }
    }
    return flow;
  }

  private static NDArray indexes(NDManager scope, float[] row) {
    try (NDArray numbers = scope.create(row, new Shape(row.length))) {
      return Kernels.call(scope, "in_format", numbers, INT64);
    }
  }

  /** Keeps what was found. */
  void keep(int step, StepPlan plan, int number, SourceFlow flow) {
    List<String> labels = new ArrayList<>();
    List<float[]> rows = new ArrayList<>();
    for (Map.Entry<String, SourceFlow.Field> field : flow.fields().entrySet()) {
      labels.add(OWN + field.getKey());
      rows.add(numbers(field.getValue().own()));
      field
          .getValue()
          .other()
          .ifPresent(
              other -> {
                labels.add(OTHER + field.getKey());
                rows.add(numbers(other));
              });
    }
    flow.residual()
        .ifPresent(
            residual -> {
              long[] shape = residual.getShape().getShape();
              labels.add(
                  RESIDUAL
                      + String.join(" ", Arrays.stream(shape).mapToObj(Long::toString).toList()));
              rows.add(numbers(residual));
            });
    store.keep(key(step, plan, number), labels, rows.toArray(float[][]::new));
  }

  private static float[] numbers(NDArray array) {
    try (NDManager inner = array.getManager().newSubManager();
        NDArray numbers = Kernels.call(inner, "in_format", array, FLOAT32);
        NDArray plain = Kernels.call(inner, "plain", numbers)) {
      return plain.toFloatArray();
    }
  }
}
