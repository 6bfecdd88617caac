package dev.frameloom.weights;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a single safetensors file holds, from its header alone. */
public final class SafetensorsNames {

  private SafetensorsNames() {}

  /**
   * Shapes by tensor name, in the order of the file.
   *
   * @throws ModelLoadException where the file is missing or not intact
   */
  public static Map<String, List<Long>> read(Path file) {
    try (SafetensorsFile opened = SafetensorsFile.open(file)) {
      Map<String, List<Long>> shapes = new LinkedHashMap<>();
      opened.tensors().forEach((name, entry) -> shapes.put(name, entry.shape()));
      return shapes;
    }
  }
}
