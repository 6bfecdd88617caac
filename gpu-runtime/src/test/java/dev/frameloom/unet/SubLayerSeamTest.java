package dev.frameloom.unet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.engine.Noise;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.weights.GoldenTensors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The seams around sub-layers and skips, and what a ControlNet adds. */
class SubLayerSeamTest {

  private static DiffusionModel model;
  private NDManager scope;
  private UNetInput input;

  @BeforeAll
  static void load() {
    model = DiffusionModel.load(GoldenTensors.folder().resolve("sd1"), "cpu");
  }

  @AfterAll
  static void unload() {
    model.close();
  }

  @BeforeEach
  void open() {
    scope = model.newScope();
    NDArray text = model.encodeText(scope, List.of("a photo of a cat", "a sketch"));
    input = UNetInput.of(Noise.normal(scope, 1, "x", 0, 2, 4, 8, 16), 501, text);
  }

  @AfterEach
  void close() {
    scope.close();
  }

  /** Passes everything on, and so makes the UNet run its layers in parts. */
  private record Recording(List<String> paths) implements SubLayerProcessor {

    @Override
    public NDArray selfAttention(AttentionSite site, NDArray normed, SubLayer inner) {
      paths.add(site.path());
      assertThat(normed.getShape().get(0)).isEqualTo(site.rows());
      assertThat(normed.getShape().get(1)).isEqualTo((long) site.height() * site.width());
      return inner.apply(normed);
    }

    @Override
    public NDArray residual(ResidualSite site, NDArray normed, SubLayer inner) {
      paths.add(site.path());
      assertThat(normed.getShape().get(0)).isEqualTo(site.rows());
      assertThat(normed.getShape().get(2)).isEqualTo(site.height());
      assertThat(normed.getShape().get(3)).isEqualTo(site.width());
      return inner.apply(normed);
    }
  }

  @Test
  void hooks_that_pass_everything_on_change_nothing() {
    List<String> paths = new ArrayList<>();
    List<String> joins = new ArrayList<>();
    UNetHooks hooks =
        UNetHooks.NONE
            .withAttention((site, q, k, v) -> AttentionProcessor.STANDARD.attend(site, q, k, v))
            .withSubLayers(new Recording(paths))
            .withSkips(
                (site, x, skip) -> {
                  joins.add(site.path());
                  return new SkipProcessor.Pair(x, skip);
                });
    float[] expected = predict(UNetHooks.NONE);
    GoldenTensors.assertClose("identity hooks", expected, predict(hooks), 1e-5);
    // 8 residual blocks down, 2 in the middle, 12 up; 6, 1 and 9 self attentions
    assertThat(paths).hasSize(38).doesNotHaveDuplicates();
    assertThat(paths)
        .startsWith(
            "down_blocks.0.resnets.0", "down_blocks.0.attentions.0.transformer_blocks.0.attn1")
        .contains("mid_block.resnets.1", "up_blocks.1.resnets.1")
        .endsWith("up_blocks.3.resnets.2", "up_blocks.3.attentions.2.transformer_blocks.0.attn1");
    assertThat(joins).hasSize(12).startsWith("up_blocks.0.resnets.0", "up_blocks.0.resnets.1");
  }

  @Test
  void a_layer_need_not_be_applied_at_all() {
    SubLayerProcessor absent =
        new SubLayerProcessor() {
          @Override
          public NDArray selfAttention(AttentionSite site, NDArray normed, SubLayer inner) {
            return normed.zerosLike();
          }
        };
    float[] found = predict(UNetHooks.NONE.withSubLayers(absent));
    UNetHooks silent = UNetHooks.NONE.withAttention(SubLayerSeamTest::silentSelf);
    // a self attention of zeros still adds the bias of its output projection
    assertThat(found).isNotEqualTo(predict(silent)).isNotEqualTo(predict(UNetHooks.NONE));
  }

  private static NDArray silentSelf(AttentionSite site, NDArray q, NDArray k, NDArray v) {
    return site.kind() == AttentionSite.Kind.SELF
        ? q.zerosLike()
        : AttentionProcessor.STANDARD.attend(site, q, k, v);
  }

  @Test
  void a_result_of_another_shape_is_refused_with_its_place() {
    SubLayerProcessor wrong =
        new SubLayerProcessor() {
          @Override
          public NDArray residual(ResidualSite site, NDArray normed, SubLayer inner) {
            NDArray result = inner.apply(normed);
            return site.path().equals("up_blocks.1.resnets.1") ? result.get("0:1") : result;
          }
        };
    assertThatThrownBy(() -> predict(UNetHooks.NONE.withSubLayers(wrong)))
        .hasMessageContaining("up_blocks.1.resnets.1")
        .hasMessageContaining("expected a result of shape (2, 32, 2, 4), found (1, 32, 2, 4)");
  }

  @Test
  void control_residuals_of_zeros_change_nothing_and_others_do() {
    List<NDArray> skips = new ArrayList<>();
    UNetHooks seeing =
        UNetHooks.NONE.withSkips(
            (site, x, skip) -> {
              skips.add(scope.zeros(skip.getShape()));
              return new SkipProcessor.Pair(x, skip);
            });
    float[] expected = predict(seeing);
    Collections.reverse(skips);
    NDArray mid = scope.zeros(new Shape(2, 32, 1, 2));
    UNetInput plain = input;
    input = plain.withControl(new ControlResiduals(skips, mid));
    assertThat(predict(UNetHooks.NONE)).isEqualTo(expected);
    input = plain.withControl(new ControlResiduals(skips, mid.add(1)));
    assertThat(predict(UNetHooks.NONE)).isNotEqualTo(expected);
    input = plain.withControl(new ControlResiduals(skips.subList(1, 12), mid));
    assertThatThrownBy(() -> predict(UNetHooks.NONE)).hasMessageContaining("expected 12 skips");
    skips.set(4, mid);
    input = plain.withControl(new ControlResiduals(skips, mid));
    assertThatThrownBy(() -> predict(UNetHooks.NONE)).hasMessageContaining("of skip 4");
  }

  @Test
  void guidance_as_an_input_is_refused_where_the_model_takes_none() {
    input = input.withGuidance(7.5);
    assertThatThrownBy(() -> predict(UNetHooks.NONE)).hasMessageContaining("time_cond_proj_dim");
  }

  private float[] predict(UNetHooks hooks) {
    try (NDArray result = model.predict(scope, input, hooks)) {
      return result.toFloatArray();
    }
  }
}
