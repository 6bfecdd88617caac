package dev.frameloom.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.frameloom.edit.ModelCard;
import dev.frameloom.weights.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A checkpoint of PyTorch of a kind that single files can have, as Stable Diffusion's {@code
 * .ckpt}, becomes a safetensors file; settings beside it come along.
 *
 * @param source the file
 * @param size bytes of its tensors
 */
record FileConversion(Path source, long size) implements Conversion {

  private static final String WEIGHTS = ".safetensors";
  private static final String TOKENIZER = "tokenizer";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Empty where the file need not be converted. */
  static Optional<Conversion> of(List<Path> sources) {
    Path source = sources.get(0);
    if (!Files.isRegularFile(source) || !TensorFiles.isPickle(source)) {
      return Optional.empty();
    }
    try (TensorFile file = TensorFiles.open(source)) {
      SortedMap<String, List<Long>> shapes = new TreeMap<>();
      file.tensors().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
      Recognition.kindOfTensors(source, shapes);
      return Optional.of(new FileConversion(source, ConvertedWeights.size(file.tensors())));
    }
  }

  @Override
  public boolean isFolder() {
    return false;
  }

  @Override
  public void write(Path folder, String name, ByteProgress progress) throws IOException {
    try (TensorFile file = TensorFiles.open(source)) {
      new ConvertedWeights(progress, size).write(file.tensors(), folder.resolve(name + WEIGHTS));
    }
    String whole = source.getFileName().toString();
    String stem = whole.substring(0, whole.lastIndexOf('.'));
    Path yaml = source.resolveSibling(stem + ".yaml");
    if (Files.isRegularFile(yaml)) {
      Files.copy(yaml, folder.resolve(name + ".yaml"));
    }
    Path card = ModelCard.place(source);
    if (Files.isRegularFile(card)) {
      Files.copy(card, folder.resolve(name + "." + ModelCard.FILE));
    }
    Path settings = source.resolveSibling(whole + ".json");
    if (Files.isRegularFile(settings)) {
      Files.writeString(folder.resolve(name + WEIGHTS + ".json"), moved(settings));
    }
  }

  /** Settings that name a tokenizer's folder still name it from another place. */
  private static String moved(Path settings) throws IOException {
    JsonNode node = JSON.readTree(Files.readString(settings));
    if (node instanceof ObjectNode object && object.path(TOKENIZER).isTextual()) {
      Path folder = settings.resolveSibling(object.path(TOKENIZER).textValue());
      object.put(TOKENIZER, folder.toAbsolutePath().normalize().toString());
    }
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node);
  }
}
