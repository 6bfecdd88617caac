package dev.frameloom.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.unet.UNetHooks;
import dev.frameloom.unet.UNetInput;
import dev.frameloom.weights.GoldenTensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Models with LoRAs of every form against diffusers 0.35.2 with PEFT 0.21.2, and, where diffusers
 * can't load a form, against LoRAs merged in PyTorch 2.7.1 by their definition.
 *
 * <p>One model is switched through all cases, so that each begins with another one's weights. The
 * tolerance is that of the same models without LoRAs: the reference computes up · (down · x), here
 * it is (up · down) · x, rounded in another place. LoRAs of these sizes change the outputs by far
 * more than their range's tolerance.
 */
class GoldenLoraTest {

  private static final List<String> PROMPTS =
      List.of("a photo of a cat", "pencil sketch of the running woman");

  /** Files and scales, by the name of the case. */
  private static final Map<String, Map<String, Double>> CASES =
      new TreeMap<>(
          Map.of(
              "kohya", Map.of("kohya", 1.0),
              "ldm", Map.of("ldm", 1.0),
              "peft", Map.of("peft", 0.8),
              "older", Map.of("older", 1.0),
              "bare", Map.of("bare", 1.0),
              "processors", Map.of("processors", 1.0),
              "cp", Map.of("cp", 1.0),
              "two", new TreeMap<>(Map.of("kohya", 0.6, "peft", -0.5))));

  @ParameterizedTest
  @MethodSource("dev.frameloom.weights.GoldenTensors#families")
  void text_encoder_and_unet_with_loras_equal_the_references(Path folder) {
    Path loras = folder.resolveSibling("lora").resolve(folder.getFileName());
    try (GoldenTensors inputs = GoldenTensors.in(folder);
        GoldenTensors golden = GoldenTensors.in(loras);
        DiffusionModel model = DiffusionModel.load(folder, "cpu");
        NDManager scope = model.newScope()) {
      NDArray x = inputs.array(scope, "unet.in.x");
      CASES.forEach(
          (name, files) -> {
            List<LoraScale> wanted = new ArrayList<>();
            files.forEach(
                (file, scale) ->
                    wanted.add(new LoraScale(loras.resolve(file + ".safetensors"), scale)));
            model.adapt(wanted);
            NDArray text = model.encodeText(scope, PROMPTS);
            golden.assertClose(name + ".text", text, 2e-5);
            NDArray found = model.predict(scope, UNetInput.of(x, 501, text), UNetHooks.NONE);
            golden.assertClose(name + ".unet", found, 5e-5);
          });
      model.adapt(List.of());
      inputs.assertClose("text.out", model.encodeText(scope, PROMPTS), 2e-5);
    }
  }
}
