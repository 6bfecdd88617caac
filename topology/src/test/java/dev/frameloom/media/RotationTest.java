package dev.frameloom.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.image.Picture;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationTest {

  /** From the box's type to its matrix, in version 0. */
  private static final int MATRIX_IN_TRACK_HEADER = 4 + 40;

  private static final int ONE = 0x10000;

  @TempDir Path folder;

  @Property(tries = 50)
  void fourQuarterTurnsAreNone(
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 0, max = 3) int turns) {
    byte[] rgb = new byte[width * height * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) i;
    }
    Picture picture = new Picture(width, height, rgb);

    Picture turned = Rotation.turn(picture, turns);
    for (int i = turns; i < 4; i++) {
      turned = Rotation.turn(turned, 1);
    }

    assertThat(turned).isEqualTo(picture);
  }

  @Test
  void aQuarterTurnIsClockwise() {
    Picture row = new Picture(2, 1, new byte[] {1, 1, 1, 2, 2, 2});

    assertThat(Rotation.turn(row, 1)).isEqualTo(new Picture(1, 2, new byte[] {1, 1, 1, 2, 2, 2}));
    assertThat(Rotation.turn(row, 3)).isEqualTo(new Picture(1, 2, new byte[] {2, 2, 2, 1, 1, 1}));
  }

  @Test
  void aClipOfAPhoneHeldUprightIsShownUpright() throws Exception {
    Path file =
        Clips.write(
            folder.resolve("phone.mp4"), Clips.testFrames(64, 48, 3), SinkOptions.defaults());
    Picture lying = Clips.read(file).get(0).picture();
    byte[] bytes = Files.readAllBytes(file);
    int header = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tkhd");
    ByteBuffer.wrap(bytes)
        .position(header + MATRIX_IN_TRACK_HEADER)
        .putInt(0)
        .putInt(ONE)
        .putInt(0)
        .putInt(-ONE)
        .putInt(0);
    Files.write(file, bytes);

    Picture upright = Clips.read(file).get(0).picture();

    assertThat(upright).isEqualTo(Rotation.turn(lying, 1));
    assertThat(
            Clips.read(file.toString(), SourceOptions.all().withSize(FrameSize.parse("24x0")))
                .get(0)
                .picture()
                .height())
        .isEqualTo(32);
  }
}
