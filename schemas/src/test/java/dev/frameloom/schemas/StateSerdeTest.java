package dev.frameloom.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.frameloom.avro.EditedFrame;
import dev.frameloom.avro.KeyframeWindow;
import dev.frameloom.schemas.UndecodableRecordException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;

class StateSerdeTest {

  private final StateSerde<EditedFrame> frames = StateSerde.of(EditedFrame.class);
  private final StateSerde<KeyframeWindow> windows = StateSerde.of(KeyframeWindow.class);

  @Property(tries = 100)
  void whatIsStoredIsRead(@ForAll long seed, @ForAll @IntRange(max = 5000) int size) {
    EditedFrame frame = new SampleRecords(seed).editedFrame(size);
    KeyframeWindow window = new SampleRecords(seed).window(size % 50);
    assertThat(frames.deserialize("s", frames.serialize("s", frame))).isEqualTo(frame);
    assertThat(windows.deserialize("s", windows.serialize("s", window))).isEqualTo(window);
  }

  @Test
  void avrosOwnDecoderOfSingleObjectsReadsIt() throws IOException {
    EditedFrame frame = new SampleRecords(7).editedFrame(1000);
    EditedFrame read =
        new BinaryMessageDecoder<EditedFrame>(SpecificData.get(), EditedFrame.getClassSchema())
            .decode(ByteBuffer.wrap(frames.serialize("s", frame)));
    assertThat(read).isEqualTo(frame);
  }

  @Test
  void nothingIsStoredAsNothing() {
    assertThat(frames.serialize("s", null)).isNull();
    assertThat(frames.deserialize("s", null)).isNull();
  }

  @Test
  void aSchemaThatWasNeverReleasedIsNamedByItsFingerprint() {
    byte[] bytes = frames.serialize("s", new SampleRecords(7).editedFrame(10));
    bytes[2] ^= 1;
    UndecodableRecordException e =
        catchThrowableOfType(
            UndecodableRecordException.class, () -> frames.deserialize("s", bytes));
    assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_SCHEMA);
    assertThat(e).hasMessageContaining("fingerprint").hasMessageContaining("newer version");
  }
}
