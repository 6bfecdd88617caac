package dev.frameloom.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class FlowRepairTest {

  private static final int WIDTH = 96;
  private static final int HEIGHT = 64;

  @Test
  void untrustedPixelsMoveAsTheTrustedOnesAroundThem() {
    FlowField flow = flow(3, -1.5f);
    BitSet trusted = all();
    for (int y = 20; y < 36; y++) {
      for (int x = 50; x < 96; x++) {
        flow.vectors()[2 * (y * WIDTH + x)] = 14;
        trusted.clear(y * WIDTH + x);
      }
    }

    FlowField repaired = FlowRepair.fill(flow, new Visibility(WIDTH, HEIGHT, trusted));

    assertThat(repaired.dx(90, 28)).isCloseTo(3, within(1 / 64f));
    assertThat(repaired.dy(90, 28)).isCloseTo(-1.5f, within(1 / 64f));
    assertThat(flow.dx(90, 28)).as("the argument is left alone").isEqualTo(14);
  }

  @Test
  void trustedPixelsKeepTheirFlowToTheBit() {
    FlowField flow = flow(0.123f, 7);
    BitSet trusted = all();
    trusted.clear(5);

    FlowField repaired = FlowRepair.fill(flow, new Visibility(WIDTH, HEIGHT, trusted));

    assertThat(repaired.dx(6, 0)).isEqualTo(0.123f);
  }

  @Test
  void withNothingToTrustTheFlowStays() {
    FlowField flow = flow(2, 2);

    FlowField repaired = FlowRepair.fill(flow, new Visibility(WIDTH, HEIGHT, new BitSet()));

    assertThat(repaired.vectors()).containsExactly(flow.vectors());
  }

  private static FlowField flow(float dx, float dy) {
    float[] vectors = new float[WIDTH * HEIGHT * 2];
    for (int i = 0; i < vectors.length; i += 2) {
      vectors[i] = dx;
      vectors[i + 1] = dy;
    }
    return new FlowField(WIDTH, HEIGHT, vectors);
  }

  private static BitSet all() {
    BitSet bits = new BitSet();
    bits.set(0, WIDTH * HEIGHT);
    return bits;
  }
}
