package dev.frameloom.catalog;

import dev.frameloom.weights.SafetensorsWriter;
import dev.frameloom.weights.StoredTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;

/** Writes tensors of other files as a safetensors file, and says how far it has come. */
final class ConvertedWeights {

  private final ByteProgress progress;
  private long done;

  ConvertedWeights(ByteProgress progress, long size) {
    this.progress = progress;
    progress.begin("convert", size);
  }

  void write(SortedMap<String, StoredTensor> tensors, Path file) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    tensors.forEach((name, tensor) -> writer.add(name, counted(tensor, file)));
    writer.write(file);
  }

  private StoredTensor counted(StoredTensor tensor, Path file) {
    return new StoredTensor(
        tensor.type(),
        tensor.length(),
        tensor.shape(),
        out -> {
          tensor.numbers().write(out);
          done += tensor.length();
          progress.done(done, file.getFileName().toString());
        });
  }

  /** Bytes of tensors. */
  static long size(SortedMap<String, StoredTensor> tensors) {
    return tensors.values().stream().mapToLong(StoredTensor::length).sum();
  }
}
