package dev.frameloom.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What encoder and container can't do is said before there are frames. */
class RehearsalTest {

  @TempDir Path folder;

  @AfterEach
  void nothingIsLeft() {
    assertThat(folder).isEmptyDirectory();
  }

  private AbstractThrowableAssert<?, ?> refused(
      String name, String encoder, int width, int height, double rate) {
    SinkOptions options = SinkOptions.defaults();
    SinkOptions chosen = encoder.isEmpty() ? options : options.withEncoder(encoder);
    return assertThatThrownBy(
            () -> VideoSinks.rehearse(folder.resolve(name), chosen, width, height, rate))
        .isInstanceOf(MediaException.class)
        .hasMessageNotContaining("Unknown error");
  }

  @Test
  void aPictureLargerThanTheEncoderTakesIsRefusedWithItsLimitAndWhatToDo() {
    refused("o.mp4", "libopenh264", 5120, 2880, 25)
        .hasMessageContainingAll(
            "libopenh264", "5120x2880", "at most 4096x2304", "--size", "--encoder libvpx-vp9");
    refused("o.mkv", "libopenh264", 2880, 5120, 25).hasMessageContaining("at most 2304x4096");
  }

  @ParameterizedTest
  @CsvSource({"2, 2, 16x16", "16, 8, 30x16", "1, 1, 16x16"})
  void aPictureSmallerThanTheEncoderTakesToo(int width, int height, String least) {
    refused("o.mp4", "libopenh264", width, height, 25)
        .hasMessageContainingAll("at least " + least, "--size");
  }

  @ParameterizedTest
  @CsvSource({
    "o.mp4, 17, 33, 25",
    "o.webm, 1, 1, 25",
    "o.webm, 5120, 2880, 25",
    "o.mp4, 160, 96, 0",
    "o.mp4, 160, 96, 1000",
    "o.mkv, 160, 96, 1000",
    "o.mov, 160, 96, 0.1",
    "o%d.png, 1, 1, 25"
  })
  void whatCanBeDoneIsNotRefused(String name, int width, int height, double rate) {
    assertThatCode(
            () ->
                VideoSinks.rehearse(
                    folder.resolve(name), SinkOptions.defaults(), width, height, rate))
        .doesNotThrowAnyException();
  }

  @Test
  void framesFasterThanTheContainersClockAreRefused() {
    refused("o.mkv", "", 64, 48, 4000).hasMessageContainingAll("1.000 ms", "--fps 1000", ".mp4");
  }

  @Test
  void encodersThatAKindOfFileDoesNotHoldAreRefused() {
    refused("o.webm", "libopenh264", 64, 48, 25).hasMessageContainingAll("o.webm", ".mkv");
    refused("o%d.png", "libopenh264", 64, 48, 25).hasMessageContaining("leave out the encoder");
    refused("o.xyz", "", 64, 48, 25).hasMessageContainingAll("o.xyz", ".mp4");
  }
}
