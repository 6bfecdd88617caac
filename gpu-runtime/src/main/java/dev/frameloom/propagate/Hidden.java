package dev.frameloom.propagate;

import dev.frameloom.flow.FlowField;
import dev.frameloom.flow.FlowPair;
import dev.frameloom.flow.FlowRepair;
import dev.frameloom.flow.NearestWarp;
import dev.frameloom.flow.Visibility;
import dev.frameloom.image.Picture;

/**
 * What a guide shows of the frame before where that frame does not show it. Where nothing at all is
 * to be trusted, guides stay where they were: no place is a better guess than the same place.
 */
public enum Hidden {
  /**
   * Painted in from up to 30 pixels around (Telea, 2004), as Rerender-A-Video does. Where a person
   * moves that takes nearly as long as the patches, and gains nothing over the other way.
   */
  PAINTED {
    @Override
    Carrier carrier(FlowField back, Visibility visible) {
      return picture -> Inpainting.of(NearestWarp.of(picture, back), visible);
    }
  },

  /** Taken from where the visible pixels around come from, which the live blend does, too. */
  MOVED {
    @Override
    Carrier carrier(FlowField back, Visibility visible) {
      FlowField repaired = FlowRepair.fill(back, visible);
      return picture -> NearestWarp.inside(picture, repaired);
    }
  };

  /** Carries a picture from one frame to the next. */
  interface Carrier {
    Picture carry(Picture picture);
  }

  /** What carries guides along a step. */
  Carrier carrier(FlowPair step) {
    FlowField back = step.backward();
    Visibility visible = Visibility.of(back, /* backward= */ step.forward());
    return visible.pixels().isEmpty() ? picture -> picture : carrier(back, visible);
  }

  abstract Carrier carrier(FlowField back, Visibility visible);
}
