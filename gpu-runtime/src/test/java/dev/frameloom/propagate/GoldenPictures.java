package dev.frameloom.propagate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.flow.FlowField;
import dev.frameloom.image.Picture;
import dev.frameloom.weights.GoldenTensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The golden tensors of one case, as what they stand for. Those of several frames come in order.
 */
record GoldenPictures(GoldenTensors golden, String name, int width, int height) {

  float[] values(String key) {
    return golden.values(name + "." + key);
  }

  Picture picture(String key) {
    return pictures(key).get(0);
  }

  List<Picture> pictures(String key) {
    List<Picture> pictures = new ArrayList<>();
    for (float[] frame : frames(key, 3)) {
      byte[] rgb = new byte[frame.length];
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] = (byte) (int) frame[i];
      }
      pictures.add(new Picture(width, height, rgb));
    }
    return pictures;
  }

  BitSet mask(String key) {
    return masks(key).get(0);
  }

  List<BitSet> masks(String key) {
    List<BitSet> masks = new ArrayList<>();
    for (float[] frame : frames(key, 1)) {
      BitSet mask = new BitSet();
      for (int i = 0; i < frame.length; i++) {
        mask.set(i, frame[i] > 0);
      }
      masks.add(mask);
    }
    return masks;
  }

  FlowField flow(String key) {
    return flows(key).get(0);
  }

  List<FlowField> flows(String key) {
    return frames(key, 2).stream().map(it -> new FlowField(width, height, it)).toList();
  }

  /** (F, H, W, C) -> F of (H, W, C). */
  List<float[]> frames(String key, int channels) {
    float[] values = values(key);
    int size = width * height * channels;
    List<float[]> frames = new ArrayList<>();
    for (int from = 0; from < values.length; from += size) {
      frames.add(Arrays.copyOfRange(values, from, from + size));
    }
    return frames;
  }

  void assertClose(String key, LabPlanes found, double tolerance) {
    // (3, H, W) -> (H, W, 3)
    float[] interleaved = new float[3 * width * height];
    for (int i = 0; i < interleaved.length; i++) {
      interleaved[i] = (float) found.values()[i % 3][i / 3];
    }
    GoldenTensors.assertClose(name + "." + key, values(key), interleaved, tolerance);
  }

  /** Fails if more than some pixels differ. */
  void assertEqual(String key, Picture found, int flips) {
    assertThat(differing(picture(key), found))
        .as("pixels of %s.%s", name, key)
        .isLessThanOrEqualTo(flips);
  }

  /** How many pixels two pictures differ in. */
  static int differing(Picture expected, Picture found) {
    int different = 0;
    for (int i = 0; i < expected.rgb().length; i += 3) {
      boolean same = Arrays.equals(expected.rgb(), i, i + 3, found.rgb(), i, i + 3);
      different += same ? 0 : 1;
    }
    return different;
  }
}
