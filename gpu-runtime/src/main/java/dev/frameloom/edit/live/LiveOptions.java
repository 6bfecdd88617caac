package dev.frameloom.edit.live;

import dev.frameloom.edit.EditException;
import dev.frameloom.edit.EditParameters;
import dev.frameloom.edit.MethodOptions;
import dev.frameloom.schedule.NoiseSchedule;
import dev.frameloom.schedule.Sampler;
import dev.frameloom.schedule.SamplerKind;
import dev.frameloom.schedule.SigmaSpacing;
import dev.frameloom.text.PromptSigns;
import java.util.Optional;

/**
 * Options of the live method.
 *
 * @param sampler which sampler is used; the one that the model's configuration names where there is
 *     none ({@code sampler})
 * @param sigmas how its σ fall; as the configuration says where there is none ({@code sigmas})
 */
public record LiveOptions(Optional<SamplerKind> sampler, Optional<SigmaSpacing> sigmas) {

  /**
   * Reads the options of an edit.
   *
   * @throws EditException where one does not fit, or is not known
   */
  public static LiveOptions of(EditParameters parameters) {
    MethodOptions given = new MethodOptions(parameters);
    PromptSigns unused = given.signs(); // whoever reads the prompts asks for it
    LiveOptions options =
        new LiveOptions(
            given.choice("sampler", SamplerKind.class), given.choice("sigmas", SigmaSpacing.class));
    given.requireAllKnown();
    return options;
  }

  /**
   * The sampler of an edit.
   *
   * @throws EditException where the σ are asked for of a sampler that has none
   */
  public Sampler sampler(NoiseSchedule schedule, int steps) {
    SamplerKind kind = sampler.orElse(schedule.preferred());
    if (sigmas.isPresent() && !kind.takesSigmas()) {
      throw new EditException(
          "option sigmas of method 'live': sampler "
              + MethodOptions.nameOf(kind)
              + " goes by timesteps; expected it with euler, dpmpp-2m or dpmpp-2m-sde (option"
              + " sampler)");
    }
    return kind.create(sigmas.map(schedule::with).orElse(schedule), steps);
  }
}
