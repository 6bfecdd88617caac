package dev.frameloom.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.engine.Shapes;

/** Flows and masks to tensors, and back. */
public final class FlowTensors {

  private FlowTensors() {}

  /**
   * A flow as (1, 2, H, W), x first.
   *
   * @param scope what the result is attached to
   */
  public static NDArray flow(NDManager scope, FlowField flow) {
    int pixels = flow.width() * flow.height();
    float[] values = new float[2 * pixels];
    for (int i = 0; i < pixels; i++) {
      values[i] = flow.vectors()[2 * i];
      values[pixels + i] = flow.vectors()[2 * i + 1];
    }
    return scope.create(values, new Shape(1, 2, flow.height(), flow.width()));
  }

  /** (1, 2, H, W) as a flow. */
  public static FlowField flow(NDArray flow) {
    Shapes.check("flow", flow, 1, 2, -1, -1);
    float[] values = flow.toFloatArray();
    int pixels = values.length / 2;
    float[] vectors = new float[values.length];
    for (int i = 0; i < pixels; i++) {
      vectors[2 * i] = values[i];
      vectors[2 * i + 1] = values[pixels + i];
    }
    return new FlowField((int) flow.getShape().get(3), (int) flow.getShape().get(2), vectors);
  }

  /**
   * A mask as (1, 1, H, W).
   *
   * @param scope what the result is attached to
   */
  public static NDArray mask(NDManager scope, Mask mask) {
    return scope.create(mask.values(), new Shape(1, 1, mask.height(), mask.width()));
  }

  /** (1, 1, H, W) as a mask. */
  public static Mask mask(NDArray mask) {
    Shapes.check("mask", mask, 1, 1, -1, -1);
    Shape shape = mask.getShape();
    return new Mask((int) shape.get(3), (int) shape.get(2), mask.toFloatArray());
  }
}
