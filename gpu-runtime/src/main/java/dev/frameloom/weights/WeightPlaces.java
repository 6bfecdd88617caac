package dev.frameloom.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the tensors of a model's part landed in memory, by their full names in the files. Writing
 * to a place changes the model itself: blocks hand the same memory to kernels, whatever it was
 * joined with. For one thread at a time, and not while the model computes.
 */
public final class WeightPlaces {

  private final SortedMap<String, List<Place>> places = new TreeMap<>();

  /**
   * A place in memory.
   *
   * @param shape in the files
   * @param tensor that holds it, of the model's type and of any memory order
   * @param firstRow where it begins in the tensor's first direction
   */
  private record Place(List<Long> shape, NDArray tensor, long firstRow) {}

  WeightPlaces() {}

  void add(String name, long[] shape, NDArray tensor, long firstRow) {
    // a tensor that two blocks read has two places
    places
        .computeIfAbsent(name, it -> new ArrayList<>())
        .add(new Place(Arrays.stream(shape).boxed().toList(), tensor, firstRow));
  }

  /** Shapes of the tensors in the files, by name. */
  public SortedMap<String, List<Long>> shapes() {
    SortedMap<String, List<Long>> shapes = new TreeMap<>();
    places.forEach((name, all) -> shapes.put(name, all.get(0).shape()));
    return Collections.unmodifiableSortedMap(shapes);
  }

  /**
   * Writes values over a tensor, rounded to the model's type.
   *
   * @param name one of {@link #shapes}
   * @param values of the shape that the tensor has in the files
   */
  public void overwrite(String name, NDArray values) {
    List<Place> all = places.get(name);
    if (all == null) {
      throw new IllegalArgumentException("expected a tensor that was read, found " + name);
    }
    List<Long> found = Arrays.stream(values.getShape().getShape()).boxed().toList();
    for (Place place : all) {
      if (!place.shape().equals(found)) {
        throw new IllegalArgumentException(
            name + ": expected shape " + place.shape() + ", found " + found);
      }
      try (NDManager scope = values.getManager().newSubManager()) {
        Kernels.call(scope, "overwrite_rows", place.tensor(), (int) place.firstRow(), values);
      }
    }
  }
}
