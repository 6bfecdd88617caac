package dev.frameloom.lora;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.frameloom.engine.Scopes;
import dev.frameloom.weights.FileStamp;
import dev.frameloom.weights.WeightFiles;
import dev.frameloom.weights.Weights;
import java.util.List;

/**
 * A loaded part of a model whose weights LoRAs change. Its files stay open as long as the model,
 * because what is in memory is always computed from what is in them.
 *
 * @param weights that its blocks take
 * @param stamps of the files as they were opened
 */
public record AdaptablePart(Weights weights, List<FileStamp> stamps) {

  public AdaptablePart {
    stamps = List.copyOf(stamps);
  }

  /**
   * A part that is about to be loaded.
   *
   * @param files that it is loaded from; from now on the owner's to close
   * @param owner of the model
   * @param dtype of the model
   */
  public static AdaptablePart of(WeightFiles files, NDManager owner, DataType dtype) {
    Scopes.own(owner, files);
    List<FileStamp> stamps = files.paths().stream().map(FileStamp::of).toList();
    return new AdaptablePart(new Weights(files, owner, dtype), stamps);
  }
}
