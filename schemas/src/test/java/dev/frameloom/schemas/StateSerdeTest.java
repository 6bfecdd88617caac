package dev.frameloom.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.frameloom.avro.EditedFrame;
import dev.frameloom.avro.KeyframeWindow;
import dev.frameloom.schemas.UndecodableRecordException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
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
  void whatTheFirstReleaseStoredIsRead() {
    KeyframeWindow window = new SampleRecords(7).window(3);
    Schema first = ReleasedSchemas.of("KeyframeWindow").get(0);
    byte[] written = SchemaVariants.write(window, first, 0);
    byte[] value = Arrays.copyOfRange(written, WireFormat.HEADER_LENGTH, written.length);
    byte[] stored =
        ByteBuffer.allocate(10 + value.length)
            .putShort((short) 0xC301)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(SchemaNormalization.parsingFingerprint64(first))
            .put(value)
            .array();
    KeyframeWindow read = windows.deserialize("s", stored);
    assertThat(read.getFrames()).isEqualTo(window.getFrames());
    assertThat(read.getEdit().getPrompt()).isEqualTo(window.getEdit().getPrompt());
    assertThat(read.getEdit().getOptions()).isEmpty();
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
