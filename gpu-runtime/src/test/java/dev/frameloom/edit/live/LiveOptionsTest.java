package dev.frameloom.edit.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.frameloom.edit.EditException;
import dev.frameloom.schedule.NoiseSchedule;
import dev.frameloom.schedule.SamplerKind;
import dev.frameloom.schedule.SigmaSpacing;
import dev.frameloom.weights.ConfigReader;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveOptionsTest {

  private static final NoiseSchedule DDIM =
      NoiseSchedule.read(new ConfigReader("scheduler", new ObjectMapper().createObjectNode()));

  @Test
  void sigmasOfTheOptionAreThoseOfTheSampler() {
    LiveOptions even = new LiveOptions(Optional.of(SamplerKind.DPMPP_2M), Optional.empty());
    LiveOptions karras =
        new LiveOptions(Optional.of(SamplerKind.DPMPP_2M), Optional.of(SigmaSpacing.KARRAS));

    assertThat(even.sampler(DDIM, 10).timestep(5)).isEqualTo(500);
    assertThat(karras.sampler(DDIM, 10).timestep(5)).isNotEqualTo(500);
  }

  @Test
  void sigmasOfASamplerThatGoesByTimestepsAreRefused() {
    LiveOptions options = new LiveOptions(Optional.empty(), Optional.of(SigmaSpacing.KARRAS));

    assertThatThrownBy(() -> options.sampler(DDIM, 10))
        .isInstanceOf(EditException.class)
        .hasMessageContaining("sigmas")
        .hasMessageContaining("ddim")
        .hasMessageContaining("dpmpp-2m");
  }
}
