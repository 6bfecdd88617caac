package dev.frameloom.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NoiseTest {

  @Test
  void words_are_those_of_the_published_test_vectors() {
    // Random123 kat_vectors, philox4x32 10
    int[] zeros = new int[4];
    Philox.generate(zeros, 0, 0);
    assertThat(zeros).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    int[] ones = {-1, -1, -1, -1};
    Philox.generate(ones, -1, -1);
    assertThat(ones).containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    int[] pi = {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344};
    Philox.generate(pi, 0xa4093822, 0x299f31d0);
    assertThat(pi).containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
  }

  @Test
  void numbers_are_standard_normal() {
    float[] values = Noise.normal(7, "start", 3, 200_000);
    double sum = 0;
    double squares = 0;
    double fourth = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
      fourth += Math.pow(value, 4);
    }
    // five standard errors each
    assertThat(sum / values.length).isBetween(-0.012, 0.012);
    assertThat(squares / values.length).isBetween(0.984, 1.016);
    assertThat(fourth / values.length).isBetween(2.89, 3.11);
  }

  @Test
  void seed_purpose_and_sequence_all_tell_noise_apart() {
    float[] one = Noise.normal(1, "start", 1, 64);
    assertThat(Noise.normal(1, "start", 1, 64)).isEqualTo(one);
    assertThat(Noise.normal(2, "start", 1, 64)).isNotEqualTo(one);
    assertThat(Noise.normal(1L << 40 | 1, "start", 1, 64)).isNotEqualTo(one);
    assertThat(Noise.normal(1, "again", 1, 64)).isNotEqualTo(one);
    assertThat(Noise.normal(1, "start", 2, 64)).isNotEqualTo(one);
    assertThat(Noise.normal(1, "start", 1L << 32 | 1, 64)).isNotEqualTo(one);
  }

  @Property(tries = 100)
  void a_shorter_array_is_the_beginning_of_a_longer_one(
      @ForAll long seed, @ForAll long sequence, @ForAll @IntRange(max = 40) int count) {
    float[] all = Noise.normal(seed, "start", sequence, 41);
    assertThat(Noise.normal(seed, "start", sequence, count))
        .isEqualTo(java.util.Arrays.copyOf(all, count));
  }

  @Test
  void an_array_has_the_shape_asked_for() {
    try (NDManager scope = ComputeDevice.CPU.newScope()) {
      float[] values = Noise.normal(scope, 1, "start", 1, 1, 4, 2, 3).toFloatArray();
      assertThat(values).isEqualTo(Noise.normal(1, "start", 1, 24));
    }
  }
}
