package dev.frameloom.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.control.ControlNet;
import dev.frameloom.engine.Precision;
import dev.frameloom.image.Picture;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.weights.GoldenTensors;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole runs against the pipelines of diffusers 0.35.2 on PyTorch 2.7.1, given the same noise:
 * StableDiffusionPipeline and StableDiffusionImg2ImgPipeline, with DDIM (also as old folders
 * configure it), Euler, Euler ancestral, DPM-Solver++ and LCM.
 *
 * <p>Tolerance: a model's error, about 1e-5 of its range, is carried on over up to 20 steps with
 * guidance 3; the random UNets don't lead back what went astray, as trained ones do. Pictures are
 * rounded to levels, half a level at most.
 */
class GoldenPipelineTest {

  private static final double TOLERANCE = 1e-3;

  @TempDir Path temporary;

  @ParameterizedTest
  @MethodSource("dev.frameloom.pipeline.PipelineCase#all")
  void latents_and_pictures_equal_the_references(PipelineCase run) {
    try (GoldenTensors golden = run.golden();
        DiffusionModel model = DiffusionModel.load(run.model(temporary), "cpu");
        NDManager scope = model.newScope()) {
      ImagePipeline pipeline = new ImagePipeline(model);
      NoiseSource noise = PipelineCase.noise(golden);
      NDArray latents = pipeline.latents(scope, run.request(), noise, Progress.NONE);
      golden.assertClose("out.latents", latents, TOLERANCE);
      List<Picture> pictures = pipeline.make(run.request(), noise, Progress.NONE);
      float[] found = PictureTensors.tensor(scope, pictures.get(0)).toFloatArray();
      for (int i = 0; i < found.length; i++) {
        found[i] = (found[i] + 1) / 2;
      }
      double rounding = 0.5 / 255;
      GoldenTensors.assertClose(
          run + ": picture", golden.values("out.image"), found, rounding + TOLERANCE);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.frameloom.weights.GoldenTensors#sets")
  void a_control_net_steers_as_in_the_references(Path set) {
    try (GoldenTensors golden = PipelineCase.golden(set, "control");
        DiffusionModel model = DiffusionModel.load(set.resolve("sd1"), "cpu");
        NDManager scope = model.newScope();
        ControlNet net =
            ControlNet.load(
                set.resolve("control/sd1-canny"), scope, Precision.FP32, model.unetConfig())) {
      ControlPicture control =
          new ControlPicture(net, PipelineCase.picture(golden), 0.8, 0.1, 0.75);
      ImageRequest request = PipelineCase.request(10, 3).sized(128, 64);
      NoiseSource noise = PipelineCase.noise(golden);
      NDArray latents =
          new ImagePipeline(model).latents(scope, request.steeredBy(control), noise, Progress.NONE);
      golden.assertClose("out.latents", latents, TOLERANCE);
    }
  }
}
