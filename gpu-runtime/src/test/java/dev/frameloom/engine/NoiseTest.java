package dev.frameloom.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @CsvSource({
    "0.6744898,0.5",
    "1.2815516,0.8",
    "1.959964,0.95",
    "2.5758293,0.99",
    "3.2905267,0.999"
  })
  void as_many_numbers_are_within_each_bound_as_should_be(double bound, double share) {
    float[] values = Noise.normal(11, "start", 0, 400_000);
    int within = 0;
    int above = 0;
    for (float value : values) {
      within += Math.abs(value) < bound ? 1 : 0;
      above += value > bound ? 1 : 0;
    }
    // five standard errors each
    double error = 5 * Math.sqrt(share * (1 - share) / values.length);
    assertThat((double) within / values.length).isBetween(share - error, share + error);
    double tail = (1 - share) / 2;
    double tailError = 5 * Math.sqrt(tail * (1 - tail) / values.length);
    assertThat((double) above / values.length).isBetween(tail - tailError, tail + tailError);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 64})
  void numbers_do_not_go_with_those_after_them(int distance) {
    float[] values = Noise.normal(3, "start", 5, 200_000);
    float[] later = Arrays.copyOfRange(values, distance, values.length);
    assertThat(correlation(values, later)).isBetween(-0.012, 0.012);
  }

  @Test
  void noise_of_neighbours_is_independent() {
    float[] one = Noise.normal(3, "start", 5, 100_000);
    for (float[] other :
        List.of(
            Noise.normal(4, "start", 5, 100_000),
            Noise.normal(3, "start", 6, 100_000),
            Noise.normal(3, "start", 5 + (1L << 32), 100_000),
            Noise.normal(3, "stars", 5, 100_000))) {
      assertThat(correlation(one, other)).isBetween(-0.016, 0.016);
    }
  }

  /** Of as many as both have; both are standard normal, so that the mean of products is it. */
  private static double correlation(float[] one, float[] other) {
    int count = Math.min(one.length, other.length);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += (double) one[i] * other[i];
    }
    return sum / count;
  }

  /** Pictures of a seed stay what they are. The digest is also that of a program in Python. */
  @Test
  void numbers_stay_what_they_are() throws NoSuchAlgorithmException {
    assertThat(Noise.normal(7, "start", 3, 4))
        .containsExactly(1.0631183f, 1.904718f, 1.1555916f, -0.43927243f);
    ByteBuffer bytes = ByteBuffer.allocate(4 * 100_000).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : Noise.normal(-1, "live.step", 1L << 40, 100_000)) {
      bytes.putFloat(value);
    }
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
    assertThat(HexFormat.of().formatHex(digest))
        .isEqualTo("405e3353b4855d5e6ec891350b77f1e0ef4acebc0b1085b45335a74d7b701b49");
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
    assertThat(Noise.normal(seed, "start", sequence, count)).isEqualTo(Arrays.copyOf(all, count));
  }

  @Test
  void an_array_has_the_shape_asked_for() {
    try (NDManager scope = ComputeDevice.CPU.newScope()) {
      float[] values = Noise.normal(scope, 1, "start", 1, 1, 4, 2, 3).toFloatArray();
      assertThat(values).isEqualTo(Noise.normal(1, "start", 1, 24));
    }
  }
}
