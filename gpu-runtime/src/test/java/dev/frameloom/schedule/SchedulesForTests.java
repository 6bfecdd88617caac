package dev.frameloom.schedule;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.frameloom.weights.ConfigReader;
import java.util.Map;
import java.util.function.Consumer;

/** Noise schedules of latent diffusion, by the settings that a test is about. */
final class SchedulesForTests {

  private SchedulesForTests() {}

  static NoiseSchedule latent(Map<String, String> texts) {
    return latent(node -> texts.forEach(node::put));
  }

  static NoiseSchedule latent(Consumer<ObjectNode> settings) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("beta_start", 0.00085).put("beta_end", 0.012).put("beta_schedule", "scaled_linear");
    node.put("set_alpha_to_one", false).put("steps_offset", 1);
    settings.accept(node);
    return NoiseSchedule.read(new ConfigReader("scheduler_config.json", node));
  }
}
