package dev.frameloom.engine;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Field;
import java.util.Map;

/**
 * Counts native objects that are alive: tensors and lists of them. Each belongs to a manager, which
 * knows it until it is closed; managers know those below them. The table is not public, so it is
 * read by reflection.
 */
public final class LiveTensors {

  private LiveTensors() {}

  /** All that belongs to a manager and to those below it. */
  public static long under(NDManager manager) {
    long count = 0;
    for (Object resource : resources(manager).values()) {
      count += resource instanceof NDManager below ? under(below) : 1;
    }
    return count;
  }

  private static Map<?, ?> resources(NDManager manager) {
    try {
      Field field = BaseNDManager.class.getDeclaredField("resources");
      field.setAccessible(true);
      return (Map<?, ?>) field.get(manager);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("DJL keeps its resources elsewhere now", e);
    }
  }
}
