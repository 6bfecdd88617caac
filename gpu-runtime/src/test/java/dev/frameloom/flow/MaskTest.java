package dev.frameloom.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases computed by hand, each in plain Java and as tensors. */
class MaskTest {

  private static final Offset<Float> ROUNDING = within(1e-6f);

  @Test
  void one_pixel_grows_to_a_square() {
    Mask grown = dilated(one(12, 9, 3, 7), 2);
    for (int y = 0; y < 9; y++) {
      for (int x = 0; x < 12; x++) {
        boolean near = Math.abs(x - 3) <= 2 && Math.abs(y - 7) <= 2;
        assertThat(grown.at(x, y)).as(x + ", " + y).isEqualTo(near ? 1 : 0);
      }
    }
    assertThat(dilated(one(12, 9, 3, 7), 0).values()).isEqualTo(one(12, 9, 3, 7).values());
  }

  /** The outermost of nine weights is 0.109518, the next one 0.110707. */
  @Test
  void edges_fall_off_over_eight_pixels() {
    Mask soft = softened(one(41, 41, 20, 20));
    assertThat(soft.at(20, 20)).isEqualTo(1);
    assertThat(soft.at(28, 20)).isCloseTo(0.109518f, ROUNDING);
    assertThat(soft.at(27, 20)).isCloseTo(0.109518f + 0.110707f, ROUNDING);
    assertThat(soft.at(20, 12)).isCloseTo(0.109518f, ROUNDING);
    assertThat(soft.at(28, 12)).isCloseTo(0.109518f * 0.109518f, ROUNDING);
    assertThat(soft.at(29, 20)).isZero();
    // beside it the square of nine is whole but for a column
    assertThat(soft.at(21, 20)).isCloseTo(1 - 0.109518f, ROUNDING);
  }

  @ParameterizedTest
  @CsvSource({"41,17", "9,9", "5,3", "2,1", "1,1", "1,40"})
  void an_empty_mask_stays_empty_and_a_full_one_full(int width, int height) {
    for (float value : new float[] {0, 1}) {
      Mask mask = Mask.of(width, height, value);
      assertThat(dilated(mask, 4).values()).containsOnly(value);
      for (float soft : softened(mask).values()) {
        assertThat(soft).isCloseTo(value, ROUNDING).isBetween(0f, 1f);
      }
      assertThat(mask.mean()).isEqualTo(value);
      assertThat(mask.inverted().values()).containsOnly(1 - value);
    }
  }

  @Test
  void a_cell_is_as_its_largest_pixel_and_what_is_no_whole_cell_is_left_out() {
    Mask cells = cells(one(21, 17, 8, 15), 8);
    assertThat(cells.width()).isEqualTo(2);
    assertThat(cells.values()).containsExactly(0, 0, 0, 1);
    assertThat(cells(one(21, 17, 20, 16), 8).values()).containsOnly(0);
    assertThat(cells(one(3, 3, 1, 1), 1).values()).isEqualTo(one(3, 3, 1, 1).values());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8})
  void cells_larger_than_the_picture_are_refused(int side) {
    assertThatThrownBy(() -> Mask.of(9, 7, 0).largestOfCells(side))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to ")
        .hasMessageContaining("found " + side);
    assertThatThrownBy(
            () ->
                TensorScope.with(
                    scope ->
                        TensorMasks.largestOfCells(
                            scope, FlowTensors.mask(scope, Mask.of(9, 7, 0)), side)))
        .hasMessageContaining("found " + side);
  }

  /** 3.5 is between pixels 3 and 4, the middle of the first eight. */
  @Test
  void a_cell_moves_as_the_four_pixels_at_its_centre() {
    float[] vectors = new float[2 * 18 * 9];
    for (int i = 0; i < vectors.length / 2; i++) {
      vectors[2 * i] = i % 18;
      vectors[2 * i + 1] = 8;
    }
    FlowField flow = new FlowField(18, 9, vectors);
    FlowField cells = flow.ofCells(8);
    assertThat(cells.vectors()).containsExactly(3.5f / 8, 1, 11.5f / 8, 1);
    assertThat(flow.ofCells(1).vectors()).isEqualTo(vectors);
    assertThat(flow.ofCells(3).dx(1, 0)).isEqualTo(4f / 3);
    float[] tensors =
        TensorScope.with(
            scope ->
                FlowTensors.flow(TensorMasks.flowOfCells(scope, FlowTensors.flow(scope, flow), 8))
                    .vectors());
    assertThat(tensors).containsExactly(cells.vectors());
  }

  @Test
  void weights_that_are_not_of_the_size_are_refused() {
    assertThatThrownBy(() -> new Mask(3, 2, new float[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3x2")
        .hasMessageContaining("5");
  }

  private static Mask dilated(Mask mask, int radius) {
    return both(
        mask,
        it -> it.dilated(radius),
        (scope, tensor) -> TensorMasks.dilated(scope, tensor, radius),
        0);
  }

  private static Mask softened(Mask mask) {
    return both(mask, Mask::softened, TensorMasks::softened, 1e-6f);
  }

  private static Mask cells(Mask mask, int side) {
    return both(
        mask,
        it -> it.largestOfCells(side),
        (scope, tensor) -> TensorMasks.largestOfCells(scope, tensor, side),
        0);
  }

  private static Mask both(
      Mask mask,
      UnaryOperator<Mask> plain,
      BiFunction<NDManager, NDArray, NDArray> tensors,
      float tolerance) {
    Mask expected = plain.apply(mask);
    Mask found =
        TensorScope.with(
            scope -> FlowTensors.mask(tensors.apply(scope, FlowTensors.mask(scope, mask))));
    assertThat(found.width()).isEqualTo(expected.width());
    assertThat(found.values()).containsExactly(expected.values(), within(tolerance));
    return expected;
  }

  private static Mask one(int width, int height, int x, int y) {
    float[] values = new float[width * height];
    values[y * width + x] = 1;
    return new Mask(width, height, values);
  }
}
