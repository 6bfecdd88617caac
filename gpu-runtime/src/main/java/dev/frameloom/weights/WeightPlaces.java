package dev.frameloom.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Extent;
import dev.frameloom.engine.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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

  /** Of a part whose weights nobody asks for. */
  public static WeightPlaces none() {
    return new WeightPlaces();
  }

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
   * The layer that tensors are of: the longest dotted name that all of theirs begin with.
   *
   * @param tensors as blocks hand them to kernels
   */
  public Optional<String> layer(List<NDArray> tensors) {
    List<String> names = new ArrayList<>();
    places.forEach(
        (name, all) -> {
          if (all.stream().anyMatch(place -> holds(tensors, place.tensor()))) {
            names.add(name);
          }
        });
    if (names.isEmpty()) {
      return Optional.empty();
    }
    // sorted: what the first and the last have in common, all have
    String[] first = names.get(0).split("\\.", -1);
    String[] last = names.get(names.size() - 1).split("\\.", -1);
    int common = 0;
    while (common < first.length - 1
        && common < last.length - 1
        && first[common].equals(last[common])) {
      common++;
    }
    return Optional.of(String.join(".", Arrays.asList(first).subList(0, common)));
  }

  @SuppressWarnings("ReferenceEquality") // the very tensor, not one of equal numbers
  private static boolean holds(List<NDArray> tensors, NDArray wanted) {
    return tensors.stream().anyMatch(it -> it == wanted);
  }

  /** Names of tensors in memory with numbers that are not finite. */
  public List<String> notFinite() {
    List<String> names = new ArrayList<>();
    places.forEach(
        (name, all) -> {
          if (all.stream().anyMatch(place -> !Extent.isFinite(place.tensor()))) {
            names.add(name);
          }
        });
    return names;
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
