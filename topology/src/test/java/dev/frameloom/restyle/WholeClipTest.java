package dev.frameloom.restyle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.avro.EditSpec;
import dev.frameloom.config.Config;
import dev.frameloom.config.ConfigLoader;
import dev.frameloom.edit.EditRuntime;
import dev.frameloom.image.Picture;
import dev.frameloom.media.VideoFrame;
import dev.frameloom.media.VideoInfo;
import dev.frameloom.media.VideoSource;
import dev.frameloom.roles.ConfiguredEdit;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WholeClipTest {

  /** 127 intervals of 8 and a frame: what a window of 1024 frames has room for. */
  private static final int MOST = 1017;

  private final EditRuntime runtime = new EditRuntime(Path::of, "cpu");

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void a_clip_whose_length_nobody_knew_is_refused_at_the_frame_that_does_not_fit() {
    VideoSource clip = whole(new Clip(0, false), "official");

    for (int i = 0; i < MOST; i++) {
      assertThat(clip.next()).isPresent();
    }
    assertThatThrownBy(clip::next)
        .isInstanceOf(RestyleException.class)
        .hasMessageContainingAll("compat=official", "one window", "1017", "--window-keyframes");
  }

  @Test
  void a_source_without_an_end_is_refused() {
    assertThatThrownBy(() -> whole(new Clip(0, true), "paper"))
        .isInstanceOf(RestyleException.class)
        .hasMessageContainingAll("compat=paper", "a live source has no end");
  }

  @Test
  void windows_of_a_stream_and_windows_that_were_asked_for_have_no_bound() {
    Clip live = new Clip(0, true);

    assertThat(whole(live, "stream")).isSameAs(live);
    assertThat(WholeClip.of(live, edit("official"), true, runtime)).isSameAs(live);
  }

  private VideoSource whole(VideoSource source, String compat) {
    return WholeClip.of(source, edit(compat), false, runtime);
  }

  private static EditSpec edit(String compat) {
    Map<String, String> flags = new HashMap<>();
    flags.put("edit.method", "tokenflow");
    flags.put("edit.options", "compat=" + compat);
    Config config = new ConfigLoader().load(Optional.empty(), Map.of(), flags);
    return ConfiguredEdit.of(config, "clip", "restyle", 1, "ink", "");
  }

  /** The same frame for ever. */
  private record Clip(long expectedFrames, boolean live) implements VideoSource {

    private static final Picture BLACK = new Picture(1, 1, new byte[3]);

    @Override
    public VideoInfo info() {
      return new VideoInfo(1, 1, 25, expectedFrames, "rawvideo", live);
    }

    @Override
    public Optional<VideoFrame> next() {
      return Optional.of(new VideoFrame(BLACK, 0, 0));
    }

    @Override
    public List<String> warnings() {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
