package dev.frameloom.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.schemas.TopicSettings;
import dev.frameloom.schemas.Topics;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamsSettingsTest {

  @Test
  void theLargestMessagePassesTheProducerAndBatchesPassTheTopics() {
    for (int largest : new int[] {64 << 10, 16 << 20, 100 << 20}) {
      Topics topics =
          Topics.withPrefix("").withSettings(TopicSettings.defaults().withMaxMessageBytes(largest));
      Map<String, Object> settings = StreamsSettings.required(topics, null);
      assertThat(number(settings, "producer.buffer.memory")).isGreaterThan(largest);
      assertThat(number(settings, "producer.max.request.size")).isGreaterThan(largest);
      assertThat(number(settings, "producer.batch.size")).isLessThanOrEqualTo(largest);
      // 1,024 thumbnails of 4 KB may wait in one state
      assertThat(number(settings, "topic.max.message.bytes")).isGreaterThan(8 << 20);
    }
  }

  private static long number(Map<String, Object> settings, String name) {
    return ((Number) settings.get(name)).longValue();
  }
}
