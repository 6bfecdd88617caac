package dev.frameloom.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.image.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpreadFramesTest {

  @TempDir Path folder;

  private Path clip(String name, int frames) {
    return Clips.write(
        folder.resolve(name), Clips.testFrames(64, 48, frames), SinkOptions.defaults());
  }

  @Test
  void frames_are_the_middles_of_equal_parts() {
    Path clip = clip("ten.mp4", 10);
    List<Picture> all = Clips.read(clip).stream().map(VideoFrame::picture).toList();

    List<SpreadFrames> three = SpreadFrames.of(clip.toString(), 3);
    assertThat(three).extracting(SpreadFrames::index).containsExactly(1L, 5L, 8L);
    assertThat(three)
        .extracting(SpreadFrames::picture)
        .containsExactly(all.get(1), all.get(5), all.get(8));
    assertThat(SpreadFrames.of(clip.toString(), 1))
        .extracting(SpreadFrames::index)
        .containsExactly(5L);
    assertThat(SpreadFrames.of(clip.toString(), 99)).hasSize(10);
    assertThat(SpreadFrames.of(clip.toString(), 10))
        .extracting(SpreadFrames::picture)
        .isEqualTo(all);
  }

  @Test
  void clips_of_a_folder_come_in_the_order_people_count() throws IOException {
    clip("clip10.mp4", 1);
    clip("clip9.MP4", 1);
    clip("other.mkv", 1);
    Files.writeString(folder.resolve("notes.txt"), "no clip");
    Files.writeString(folder.resolve(".hidden.mp4"), "no clip either");
    Files.createDirectory(folder.resolve("folder.mp4"));

    assertThat(ClipFiles.in(folder))
        .extracting(it -> it.getFileName().toString())
        .containsExactly("clip9.MP4", "clip10.mp4", "other.mkv");
    Path one = folder.resolve("notes.txt");
    assertThat(ClipFiles.in(one)).containsExactly(one);
  }

  @Test
  void a_folder_without_clips_and_one_that_is_not_there_are_refused() {
    assertThatThrownBy(() -> ClipFiles.in(folder))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("no clips are there");
    assertThatThrownBy(() -> ClipFiles.in(folder.resolve("absent")))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("absent: expected a folder of clips");
  }
}
