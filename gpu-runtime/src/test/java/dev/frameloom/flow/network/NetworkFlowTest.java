package dev.frameloom.flow.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.engine.LiveTensors;
import dev.frameloom.engine.NotFiniteException;
import dev.frameloom.flow.FlowField;
import dev.frameloom.flow.FlowPair;
import dev.frameloom.image.Picture;
import dev.frameloom.image.TestPictures;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is done around a network, with one that gives back what it sees. */
class NetworkFlowTest {

  private final NDManager owner = ComputeDevice.CPU.newScope();
  private final Mirror mirror = new Mirror();

  /** Its flow is the first two channels of the picture that it comes from. */
  private static final class Mirror implements FlowNetwork {

    private final List<Shape> seen = new ArrayList<>();

    @Override
    public int multiple() {
      return 8;
    }

    @Override
    public int leastSide() {
      return 24;
    }

    @Override
    public PictureScale scale() {
      return PictureScale.LEVELS;
    }

    @Override
    public NDArray forward(NDManager scope, NDArray first, NDArray second) {
      seen.add(first.getShape());
      NDArray flow = first.get(":, :2");
      flow.attach(scope);
      return flow;
    }

    @Override
    public NDArray bothWays(NDManager scope, NDArray first, NDArray second) {
      NDArray both = forward(scope, first, second).concat(forward(scope, second, first));
      both.attach(scope);
      return both;
    }
  }

  @AfterEach
  void close() {
    owner.close();
  }

  private NetworkFlow flow(FlowOptions options) {
    return new NetworkFlow(mirror, owner, options);
  }

  @ParameterizedTest
  @CsvSource({"24,32,24,32", "25,31,32,32", "1,1,24,24", "9,47,24,48"})
  void a_border_is_added_and_cut_off_again(int width, int height, int columns, int rows) {
    Picture from = TestPictures.waves(width, height, 0, 0);
    Picture to = TestPictures.waves(width, height, 3, 1);
    FlowPair pair = flow(FlowOptions.STANDARD).pair(from, to);
    assertThat(mirror.seen).containsOnly(new Shape(1, 3, rows, columns));
    assertShows(from, 0, 1, pair.forward());
    assertShows(to, 0, 1, pair.backward());
  }

  @Test
  void channels_come_in_the_order_asked_for() {
    Picture picture = TestPictures.waves(30, 20, 0, 0);
    FlowOptions options = FlowOptions.STANDARD.withOrder(ChannelOrder.BGR);
    assertShows(picture, 2, 1, flow(options).between(picture, picture));
  }

  @Test
  void levels_come_in_the_scale_asked_for() {
    Picture grey = TestPictures.plain(8, 8, 255, 51, 0);
    assertThat(first(PictureScale.SIGNED, grey)).containsExactly(1, -0.6f);
    float[] normed = first(PictureScale.IMAGENET, grey);
    assertThat(normed[0]).isEqualTo((1 - 0.485f) / 0.229f);
    assertThat(normed[1]).isEqualTo((0.2f - 0.456f) / 0.224f);
  }

  private float[] first(PictureScale scale, Picture picture) {
    FlowField field = flow(FlowOptions.STANDARD.withScale(scale)).between(picture, picture);
    return new float[] {field.dx(0, 0), field.dy(0, 0)};
  }

  @Test
  void a_batch_holds_neighbours_of_one_size() {
    Picture small = TestPictures.waves(24, 24, 0, 0);
    Picture large = TestPictures.waves(32, 24, 0, 0);
    List<Picture> pictures = List.of(small, small, small, large, small);
    List<FlowField> fields = flow(FlowOptions.STANDARD.withBatch(2)).between(pictures, pictures);
    assertThat(mirror.seen.stream().map(it -> it.get(0)).toList()).containsExactly(2L, 1L, 1L, 1L);
    for (int i = 0; i < pictures.size(); i++) {
      assertShows(pictures.get(i), 0, 1, fields.get(i));
    }
  }

  @Test
  void flow_that_is_no_number_is_refused() {
    FlowNetwork broken =
        new FlowNetwork() {
          @Override
          public int multiple() {
            return 1;
          }

          @Override
          public int leastSide() {
            return 1;
          }

          @Override
          public PictureScale scale() {
            return PictureScale.SIGNED;
          }

          @Override
          public NDArray forward(NDManager scope, NDArray first, NDArray second) {
            return scope.full(new Shape(1, 2, 4, 4), Float.NaN);
          }

          @Override
          public NDArray bothWays(NDManager scope, NDArray first, NDArray second) {
            return scope.full(new Shape(2, 2, 4, 4), Float.POSITIVE_INFINITY);
          }
        };
    NetworkFlow flow = new NetworkFlow(broken, owner, FlowOptions.STANDARD);
    Picture picture = TestPictures.waves(4, 4, 0, 0);
    assertThatThrownBy(() -> flow.between(picture, picture))
        .isInstanceOf(NotFiniteException.class)
        .hasMessageContaining("not numbers");
    assertThatThrownBy(() -> flow.pair(picture, picture)).isInstanceOf(NotFiniteException.class);
  }

  @Test
  void nothing_stays_behind() {
    Picture picture = TestPictures.waves(25, 25, 0, 0);
    NetworkFlow flow = flow(FlowOptions.STANDARD);
    long before = LiveTensors.under(owner);
    flow.pair(picture, picture);
    flow.between(picture, picture);
    assertThat(LiveTensors.under(owner)).isEqualTo(before);
  }

  @Test
  void options_that_make_no_sense_are_refused() {
    assertThatThrownBy(() -> FlowOptions.STANDARD.withIterations(0))
        .hasMessageContaining("found 0");
    assertThatThrownBy(() -> FlowOptions.STANDARD.withBatch(0)).hasMessageContaining("found 0");
    assertThatThrownBy(() -> FlowOptions.STANDARD.withCorrelationBytes(-1))
        .hasMessageContaining("found -1");
  }

  private static void assertShows(Picture picture, int red, int green, FlowField field) {
    assertThat(field.width()).isEqualTo(picture.width());
    assertThat(field.height()).isEqualTo(picture.height());
    for (int i = 0; i < picture.width() * picture.height(); i++) {
      int x = i % picture.width();
      int y = i / picture.width();
      assertThat(field.dx(x, y)).isEqualTo(picture.rgb()[3 * i + red] & 0xff);
      assertThat(field.dy(x, y)).isEqualTo(picture.rgb()[3 * i + green] & 0xff);
    }
  }
}
