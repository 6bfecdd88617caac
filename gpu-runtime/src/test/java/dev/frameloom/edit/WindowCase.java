package dev.frameloom.edit;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.frameloom.control.ControlNet;
import dev.frameloom.image.Picture;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.model.MemoryBudget;
import dev.frameloom.weights.GoldenFolders;
import dev.frameloom.weights.GoldenTensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An edit of windows of a stream that a plain program ran, as src/test/python/goldens/windows.py
 * has it.
 *
 * @param set folder of the golden set
 * @param title of the edit
 * @param node the edit
 */
public record WindowCase(Path set, String title, JsonNode node) {

  /** How far results may be from the program's, as a share of their range. */
  public static final double TOLERANCE = 5e-5;

  private static final int SIDE = 64;
  private static final int FIRST = 40;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Edits of all sets by a method whose name begins so. */
  public static Stream<WindowCase> of(List<String> methods) {
    return GoldenTensors.sets()
        .flatMap(
            set ->
                read(set.resolve("windows").resolve("cases.json")).properties().stream()
                    .map(entry -> new WindowCase(set, entry.getKey(), entry.getValue())))
        .filter(it -> methods.contains(it.node.get("method").asText()));
  }

  /** Names of the windows. */
  public List<String> windows() {
    return node.get("windows").properties().stream().map(Map.Entry::getKey).toList();
  }

  /** What the program made of them. */
  public GoldenTensors golden() {
    return GoldenTensors.open(set.resolve("windows").resolve(title + ".safetensors"));
  }

  /** The model's folder, with what the case has of its scheduler. */
  public Path model(Path temporary) {
    Path folder = temporary.resolve(title);
    GoldenFolders.layOver(set.resolve(node.get("model").asText()), folder);
    Path scheduler = folder.resolve("scheduler").resolve("scheduler_config.json");
    ObjectNode config = (ObjectNode) read(scheduler);
    config.setAll((ObjectNode) node.get("scheduler"));
    try {
      Files.writeString(scheduler, config.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  /** A window as it is edited. */
  public WindowEdit window(String name) {
    JsonNode window = node.get("windows").get(name);
    List<SourceFrame> frames = new ArrayList<>();
    window.get("frames").forEach(it -> frames.add(frame(it.asLong())));
    return new WindowEdit(
        parameters(),
        frame(window.get("anchor").asLong()),
        frames,
        JSON.convertValue(window.get("keyframes"), new TypeReference<List<Integer>>() {}),
        window.get("publishFrom").asInt());
  }

  private EditParameters parameters() {
    return new EditParameters(
        node.get("method").asText(),
        title,
        node.get("prompt").asText(),
        node.get("negative").asText(),
        node.get("seed").asLong(),
        node.get("steps").asInt(),
        node.get("strength").asDouble(),
        node.get("guidance").asDouble(),
        JSON.convertValue(node.get("options"), new TypeReference<Map<String, String>>() {}));
  }

  /** A texture moves by 2 and 1 pixels a frame, a square moves otherwise. */
  private static SourceFrame frame(long sequence) {
    int t = (int) sequence - FIRST;
    byte[] rgb = new byte[SIDE * SIDE * 3];
    int[] square = {250, 220, 40};
    int top = 6 + 2 * t;
    int left = 44 - 2 * t;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int u = x + 2 * t;
        int v = y + t;
        boolean inside = y >= top && y < top + 12 && x >= left && x < left + 12;
        for (int c = 0; c < 3; c++) {
          int wave = Math.abs(((5 + c) * u + (3 + 2 * c) * v + 40 * c) % 96 - 48) * 255 / 48;
          int level = wave * 3 / 4 + (u / 5 * 7 + v / 6 * 11) % 64;
          rgb[(y * SIDE + x) * 3 + c] = (byte) (inside ? square[c] : level);
        }
      }
    }
    return new SourceFrame(sequence, new Picture(SIDE, SIDE, rgb));
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return title + " of " + set;
  }

  /** One model for every name, and all the memory there is. */
  public record OneModel(DiffusionModel model) implements ModelSource {

    @Override
    public DiffusionModel model(String name) {
      return model;
    }

    @Override
    public ControlNet control(String name) {
      throw new EditException("no ControlNet takes part");
    }

    @Override
    public MemoryBudget budget() {
      return MemoryBudget.UNBOUNDED;
    }

    @Override
    public TrajectoryLimits trajectories() {
      return TrajectoryLimits.defaults();
    }
  }
}
