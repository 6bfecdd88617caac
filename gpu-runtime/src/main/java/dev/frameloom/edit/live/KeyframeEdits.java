package dev.frameloom.edit.live;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.frameloom.edit.EditParameters;
import dev.frameloom.edit.EditStage;
import dev.frameloom.edit.StageClock;
import dev.frameloom.edit.WindowCodec;
import dev.frameloom.edit.WindowEdit;
import dev.frameloom.engine.Noise;
import dev.frameloom.image.Picture;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.model.MemoryPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The frames of a window that went through the model.
 *
 * @param pictures by index in the window, of the size of their sources
 * @param steps diffusion steps that were run
 */
record KeyframeEdits(Map<Integer, Picture> pictures, int steps) {

  /**
   * Edits the boundary keyframes and the frames given.
   *
   * @param interior indexes into the window, ascending, without the first and the last frame
   * @param plan how many interior frames go through the UNet together, and how all are encoded and
   *     decoded
   */
  static KeyframeEdits make(
      DiffusionModel model,
      WindowEdit window,
      List<Integer> interior,
      MemoryPlan plan,
      StageClock clock) {
    int last = window.frames().size() - 1;
    List<Integer> boundaries = last == 0 ? List.of(0) : List.of(0, last);
    try (NDManager scope = model.newScope()) {
      JointDenoiser denoiser =
          clock.time(EditStage.DENOISE, () -> new JointDenoiser(model, scope, window.parameters()));
      WindowCodec codec = new WindowCodec(model, plan.tiling());
      Encoder encoder = new Encoder(codec, window, scope, denoiser, clock);
      NDArray anchor = encoder.encode(window.anchorPicture());
      List<NDArray> outer = new ArrayList<>();
      for (int index : boundaries) {
        outer.add(encoder.encode(window.frames().get(index).picture()));
      }
      List<NDArray> inner = new ArrayList<>();
      for (int from = 0; from < interior.size(); from += plan.batch()) {
        int to = Math.min(interior.size(), from + plan.batch());
        List<Integer> batch = interior.subList(from, to);
        inner.add(encoder.encodeTogether(batch));
      }
      clock.time(
          EditStage.DENOISE,
          () -> {
            denoiser.denoise(scope, anchor, outer, inner);
            return null;
          });
      List<Integer> indexes = Stream.concat(boundaries.stream(), interior.stream()).toList();
      List<NDArray> latents = Stream.concat(outer.stream(), inner.stream()).toList();
      Map<Integer, Picture> pictures =
          clock.time(EditStage.DECODE_LATENT, () -> decode(codec, scope, window, indexes, latents));
      return new KeyframeEdits(pictures, denoiser.steps());
    }
  }

  /** Row by row, so that a picture does not depend on how many there are. */
  private static Map<Integer, Picture> decode(
      WindowCodec codec,
      NDManager scope,
      WindowEdit window,
      List<Integer> indexes,
      List<NDArray> latents) {
    Picture size = window.frames().get(0).picture();
    Map<Integer, Picture> pictures = new HashMap<>();
    for (NDArray batch : latents) {
      for (long row = 0; row < batch.getShape().get(0); row++) {
        try (NDManager step = scope.newSubManager()) {
          // (n, C, h, w) -> (1, C, h, w)
          NDArray one = batch.get(row + ":" + (row + 1));
          one.attach(step);
          pictures.put(indexes.get(pictures.size()), codec.decode(step, one, size));
        }
      }
    }
    return pictures;
  }

  /**
   * Pictures to noised latents. The noise is the same for all frames, so that it does not flicker.
   */
  private record Encoder(
      WindowCodec codec,
      WindowEdit window,
      NDManager scope,
      JointDenoiser denoiser,
      StageClock clock) {

    /** (1, C, h, w) in the window's scope. */
    NDArray encode(Picture picture) {
      return clock.time(EditStage.ENCODE_LATENT, () -> encodeNow(picture));
    }

    /** (n, C, h, w) in the window's scope; encoded one by one all the same. */
    NDArray encodeTogether(List<Integer> indexes) {
      try (NDList rows = new NDList()) {
        for (int index : indexes) {
          rows.add(encode(window.frames().get(index).picture()));
        }
        return NDArrays.concat(rows, 0);
      }
    }

    private NDArray encodeNow(Picture picture) {
      EditParameters parameters = window.parameters();
      try (NDManager step = scope.newSubManager()) {
        NDArray latents = codec.encode(step, picture);
        NDArray noise =
            Noise.normal(step, parameters.seed(), "live.start", 0, latents.getShape().getShape());
        return denoiser.addNoise(scope, latents, noise);
      }
    }
  }
}
