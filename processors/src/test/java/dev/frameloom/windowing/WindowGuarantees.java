package dev.frameloom.windowing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.avro.EditSpec;
import dev.frameloom.avro.FrameRef;
import dev.frameloom.avro.KeyframeWindow;
import java.util.List;
import java.util.TreeSet;

/** What holds of the windows of one edit, whatever happened to its stream. */
final class WindowGuarantees {

  private WindowGuarantees() {}

  /** Each sequence from the first to the last is answered for by exactly one window. */
  static void assertTiled(List<KeyframeWindow> windows) {
    for (int i = 0; i < windows.size(); i++) {
      KeyframeWindow window = windows.get(i);
      assertThat(window.getWindowIndex()).isEqualTo(i);
      assertWhole(window);
      if (i > 0) {
        assertFollows(windows.get(i - 1), window);
      }
    }
  }

  private static void assertWhole(KeyframeWindow window) {
    EditSpec edit = window.getEdit();
    List<FrameRef> frames = window.getFrames();
    TreeSet<Long> answered = new TreeSet<>(window.getMissing());
    assertThat(answered).hasSameSizeAs(window.getMissing());
    frames.stream()
        .skip(window.getPublishFrom())
        .forEach(frame -> assertThat(answered.add(frame.getSequence())).isTrue());
    assertThat(answered.first()).isEqualTo(window.getFirstSequence());
    assertThat(answered.last()).isEqualTo(window.getLastSequence());
    assertThat((long) answered.size())
        .isEqualTo(window.getLastSequence() - window.getFirstSequence() + 1);
    assertThat(frames)
        .isSortedAccordingTo((a, b) -> Long.compare(a.getSequence(), b.getSequence()));
    assertThat(frames.size())
        .isLessThanOrEqualTo((edit.getWindowKeyframes() - 1) * edit.getKeyframeInterval() + 1);
    if (!frames.isEmpty()) {
      assertThat(window.getKeyframes()).startsWith(0).endsWith(frames.size() - 1);
    }
  }

  private static void assertFollows(KeyframeWindow before, KeyframeWindow window) {
    assertThat(window.getFirstSequence()).isEqualTo(before.getLastSequence() + 1);
    if (window.getPublishFrom() == 1) {
      FrameRef boundary = before.getFrames().get(before.getFrames().size() - 1);
      assertThat(window.getFrames().get(0)).isEqualTo(boundary);
      assertThat(window.getEdit()).isEqualTo(before.getEdit());
      assertThat(window.getAnchor()).isEqualTo(before.getAnchor());
    }
  }
}
