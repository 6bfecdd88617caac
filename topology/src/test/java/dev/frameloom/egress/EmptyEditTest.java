package dev.frameloom.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.avro.EditSpec;
import dev.frameloom.avro.OutcomeStatus;
import dev.frameloom.avro.WindowOutcome;
import org.junit.jupiter.api.Test;

class EmptyEditTest {

  private final EmptyEdit edit = new EmptyEdit();

  private void outcome(long window, int frames, boolean last, String error) {
    edit.add(
        WindowOutcome.newBuilder()
            .setEdit(
                EditSpec.newBuilder()
                    .setStreamId("s")
                    .setEditId("e")
                    .setRevision(1)
                    .setPrompt("p")
                    .build())
            .setWindowIndex(window)
            .setStatus(error == null ? OutcomeStatus.EDITED : OutcomeStatus.FAILED)
            .setFirstSequence(8 * window)
            .setLastSequence(8 * window + 7)
            .setFramesPublished(frames)
            .setKeyframes(0)
            .setEndOfStream(last)
            .setError(error)
            .build());
  }

  @Test
  void itIsOverOnceEveryWindowUpToTheLastHasPublishedNothing() {
    outcome(2, 0, true, null);
    assertThat(edit.isOver()).isFalse();
    outcome(0, 0, false, "no memory");
    outcome(0, 0, false, "no memory");
    assertThat(edit.isOver()).isFalse();
    outcome(1, 0, false, "another");

    assertThat(edit.isOver()).isTrue();
    assertThat(edit.message("s", "e")).contains("stream s", "no frame", "no memory");
  }

  @Test
  void aWindowThatCanNotBeIsPassedOver() {
    outcome(Long.MAX_VALUE, 0, true, null);
    outcome(Integer.MAX_VALUE, 0, true, null);
    outcome(-1, 0, true, null);
    assertThat(edit.isOver()).isFalse();
    outcome(0, 0, true, null);

    assertThat(edit.isOver()).isTrue();
  }

  @Test
  void oneFrameIsEnoughToWaitForTheEnd() {
    outcome(0, 0, false, null);
    outcome(1, 1, true, null);

    assertThat(edit.isOver()).isFalse();
  }

  @Test
  void aStreamThatGoesOnIsWaitedFor() {
    outcome(0, 0, false, null);

    assertThat(edit.isOver()).isFalse();
  }
}
