package dev.frameloom.weights;

import java.nio.file.Path;
import java.util.SortedMap;

/** A file of tensors, in whatever format. Its tensors can be copied until it is closed. */
public interface TensorFile extends AutoCloseable {

  /** The file. */
  Path path();

  /** Its tensors by name. */
  SortedMap<String, StoredTensor> tensors();

  @Override
  void close();
}
