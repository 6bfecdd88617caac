package dev.frameloom.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class KeysTest {

  @Property
  void editsLieWhereTheDefaultPartitionerPutsTheirStream(
      @ForAll @AlphaChars @StringLength(min = 1, max = 20) String stream,
      @ForAll @AlphaChars @StringLength(min = 1, max = 20) String edit,
      @ForAll @IntRange(min = 1, max = 64) int partitions) {
    int ofFrames =
        BuiltInPartitioner.partitionForKey(stream.getBytes(StandardCharsets.UTF_8), partitions);
    assertThat(Keys.partition(stream, partitions)).isEqualTo(ofFrames);
    assertThat(Keys.partition(Keys.of(stream, edit), partitions)).isEqualTo(ofFrames);
  }

  @Test
  void aSlashInAStreamIdIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Keys.of("camera/1", "sketch"))
        .withMessageContaining("stream id 'camera/1'");
  }
}
