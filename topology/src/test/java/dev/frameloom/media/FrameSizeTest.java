package dev.frameloom.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FrameSizeTest {

  @Test
  void oneNumberIsTheShorterSideAndKeepsTheAspect() {
    assertThat(FrameSize.parse("256").resolve(1920, 1080)).hasToString("456x256");
    assertThat(FrameSize.parse(" 256 ").resolve(1080, 1920)).hasToString("256x456");
    assertThat(FrameSize.parse("257").resolve(640, 480)).hasToString("342x257");
    assertThat(FrameSize.parse("257").resolve(500, 500)).hasToString("257x257");
    assertThat(FrameSize.parse("256")).hasToString("256");
  }

  @Test
  void otherFormsMeanWhatTheyDid() {
    assertThat(FrameSize.parse("512x0").resolve(1920, 1080)).hasToString("512x288");
    assertThat(FrameSize.parse("-1x288").resolve(1920, 1080)).hasToString("512x288");
    assertThat(FrameSize.parse("10x20").resolve(1920, 1080)).hasToString("10x20");
    for (String wrong : new String[] {"0", "0x0", "16385", "-256", "256px", "2.5", ""}) {
      assertThatThrownBy(() -> FrameSize.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void clipsAreReadAtThatSize() {
    SourceOptions options = SourceOptions.all().withMaxFrames(1).withSize(FrameSize.parse("48"));
    assertThat(Clips.read("lavfi:testsrc2=size=96x160:rate=25", options))
        .allSatisfy(
            frame -> {
              assertThat(frame.picture().width()).isEqualTo(48);
              assertThat(frame.picture().height()).isEqualTo(80);
            });
  }
}
