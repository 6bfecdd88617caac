package dev.frameloom.unet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.unet.AttentionSite.Kind;
import dev.frameloom.unet.GoldenUNetTest.Case;
import dev.frameloom.weights.GoldenPart;
import dev.frameloom.weights.GoldenTensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What published methods do inside a UNet, through the three seams, against PyTorch hooks on
 * diffusers 0.35.2 (goldens/unet.py): Plug-and-Play's injections, TokenFlow's joint attention and
 * gathered results, WAVE's blended features. Rows are two frames in each of three branches: source,
 * negative prompt, prompt. Tolerance as in {@link GoldenUNetTest}.
 */
class GoldenSeamTest {

  private static final int FRAMES = 2;
  private static final int BRANCHES = 3;
  private static final Set<String> INJECTED =
      Set.of("up_blocks.1.attentions.1", "up_blocks.1.attentions.2", "up_blocks.2", "up_blocks.3");
  private static final Set<String> BLENDED =
      Set.of("down_blocks.0", "down_blocks.1", "down_blocks.2", "up_blocks.2", "up_blocks.3");

  static Stream<Case> cases() {
    return GoldenUNetTest.cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void each_method_equals_hooks_on_the_reference(Case golden) {
    AttentionProcessor plain = AttentionProcessor.STANDARD;
    check(golden, "plain", UNetHooks.NONE);
    check(golden, "convolution", UNetHooks.NONE.withSubLayers(new InjectedConvolution()));
    check(golden, "queries", UNetHooks.NONE.withAttention(injectedAt(plain)));
    check(golden, "blended", UNetHooks.NONE.withSubLayers(new Blended()));
    check(golden, "gathered", UNetHooks.NONE.withSubLayers(new Gathered()));
    check(golden, "extended", UNetHooks.NONE.withAttention(new Extended(plain)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void decorators_of_all_seams_compose(Case golden) {
    List<String> seen = new ArrayList<>();
    AttentionProcessor recording =
        (site, q, k, v) -> {
          seen.add(site.path());
          return AttentionProcessor.STANDARD.attend(site, q, k, v);
        };
    UNetHooks hooks =
        UNetHooks.NONE
            .withAttention(injectedAt(new Extended(recording)))
            .withSubLayers(new InjectedConvolution().around(new Blended()));
    check(golden, "all", hooks);
    // the source's rows and the others' are attended by themselves, cross attentions together
    assertThat(seen).hasSize(3 * 16);
    check(golden, "all", hooks.withSubLayers(new Blended().around(new InjectedConvolution())));
  }

  private static void check(Case golden, String name, UNetHooks hooks) {
    try (GoldenPart part = golden.unet();
        GoldenTensors tensors = golden.golden();
        NDManager scope = part.newScope()) {
      NDArray x = tensors.array(scope, "seam.in.x");
      NDArray text = tensors.array(scope, "seam.in.text");
      NDArray found = part.unet().predict(scope, UNetInput.of(x, 301, text), hooks);
      tensors.assertClose("seam.out." + name, found, 2e-5);
      assertThat(scope.getManagedArrays()).containsExactlyInAnyOrder(x, text, found);
    }
  }

  private static AttentionProcessor injectedAt(AttentionProcessor next) {
    return new Injected(next)
        .onlyAt(
            site -> site.kind() == Kind.SELF && INJECTED.stream().anyMatch(site.path()::startsWith),
            next);
  }

  /** The source's rows in place of all. */
  private static NDArray ofSource(NDArray x) {
    NDArray source = x.get("0:" + FRAMES);
    return NDArrays.concat(new NDList(source, source, source), 0);
  }

  /** Plug-and-Play: queries and keys of the source. */
  private record Injected(AttentionProcessor next) implements AttentionProcessor {

    @Override
    public NDArray attend(AttentionSite site, NDArray q, NDArray k, NDArray v) {
      return next.attend(site, ofSource(q), ofSource(k), v);
    }
  }

  /** Plug-and-Play: the source's features before the shortcut is added. */
  private static final class InjectedConvolution implements SubLayerProcessor {

    @Override
    public NDArray residual(ResidualSite site, NDArray normed, SubLayer inner) {
      NDArray result = inner.apply(normed);
      return site.path().equals("up_blocks.1.resnets.1") ? ofSource(result) : result;
    }
  }

  /** TokenFlow: the frames of an edited branch see each other. */
  private record Extended(AttentionProcessor next) implements AttentionProcessor {

    @Override
    public NDArray attend(AttentionSite site, NDArray q, NDArray k, NDArray v) {
      if (site.kind() == Kind.CROSS) {
        return next.attend(site, q, k, v);
      }
      String source = "0:" + FRAMES;
      String edited = FRAMES + ":";
      NDArray own = next.attend(site, q.get(source), k.get(source), v.get(source));
      NDArray joint = next.attend(site, q.get(edited), seen(k.get(edited)), seen(v.get(edited)));
      return NDArrays.concat(new NDList(own, joint), 0);
    }

    /** (branches · F, H, S, D) to the same rows of (H, F · S, D), equal within a branch. */
    private static NDArray seen(NDArray x) {
      Shape shape = x.getShape();
      long branches = shape.get(0) / FRAMES;
      long heads = shape.get(1);
      long depth = shape.get(3);
      return x.reshape(branches, FRAMES, heads, -1, depth)
          .transpose(0, 2, 1, 3, 4)
          .reshape(branches, heads, -1, depth)
          .repeat(0, FRAMES);
    }
  }

  /**
   * TokenFlow: the second frame of each branch is not attended; it takes the first one's results.
   */
  private static final class Gathered implements SubLayerProcessor {

    @Override
    public NDArray selfAttention(AttentionSite site, NDArray normed, SubLayer inner) {
      long tokens = normed.getShape().get(1);
      long size = normed.getShape().get(2);
      NDArray frames = normed.reshape(BRANCHES, FRAMES, tokens, size);
      NDArray first = inner.apply(frames.get(":, 0"));
      NDArray both = NDArrays.stack(new NDList(first, first.flip(1)), 1);
      return both.reshape(BRANCHES * (long) FRAMES, tokens, size);
    }
  }

  /**
   * WAVE: the second frame of each branch is half of itself, half of the first one, moved by one.
   */
  private static final class Blended implements SubLayerProcessor {

    @Override
    public NDArray selfAttention(AttentionSite site, NDArray normed, SubLayer inner) {
      return inner.apply(at(site.path()) ? blended(normed, 1) : normed);
    }

    @Override
    public NDArray residual(ResidualSite site, NDArray normed, SubLayer inner) {
      return inner.apply(at(site.path()) ? blended(normed, 3) : normed);
    }

    private static boolean at(String path) {
      return BLENDED.stream().anyMatch(path::startsWith);
    }

    private static NDArray blended(NDArray x, int direction) {
      NDList rows = new NDList();
      for (int row = 0; row < x.getShape().get(0); row += FRAMES) {
        NDArray first = x.get(row + ":" + (row + 1));
        NDArray second = x.get((row + 1) + ":" + (row + 2));
        rows.add(first);
        rows.add(moved(first, direction).add(second).mul(0.5));
      }
      return NDArrays.concat(rows, 0);
    }

    /** The last of a direction comes first. */
    private static NDArray moved(NDArray x, int direction) {
      long size = x.getShape().get(direction);
      NDList parts = x.split(new long[] {size - 1}, direction);
      return NDArrays.concat(new NDList(parts.get(1), parts.get(0)), direction);
    }
  }
}
