package dev.frameloom.editing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.avro.DeadLetter;
import dev.frameloom.avro.EditSpec;
import dev.frameloom.avro.EditedFrame;
import dev.frameloom.avro.FrameOrigin;
import dev.frameloom.avro.FrameRef;
import dev.frameloom.avro.GapPolicy;
import dev.frameloom.avro.ImageEncoding;
import dev.frameloom.avro.KeyframeWindow;
import dev.frameloom.avro.OutcomeStatus;
import dev.frameloom.edit.EditException;
import dev.frameloom.edit.EditParameters;
import dev.frameloom.edit.EditRuntime;
import dev.frameloom.edit.WindowEdit;
import dev.frameloom.image.PictureCodec;
import dev.frameloom.testing.TestFrames;
import dev.frameloom.weights.ModelLoadException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WindowWorkerTest {

  private final MapFrameFetcher fetcher = new MapFrameFetcher();
  private final FakeEditor editor = new FakeEditor();
  private final WindowWorker worker = new WindowWorker(fetcher, editor, config(1 << 20));
  private final EditSpec edit = Windows.edit().setOutputEncoding(ImageEncoding.PNG).build();

  @BeforeEach
  void frames() {
    for (long sequence = 0; sequence < 10; sequence++) {
      fetcher.frames.put(sequence, TestFrames.grey("clip", sequence, 10 + (int) sequence));
    }
  }

  @Test
  void aWindowIsFetchedEditedAndEncoded() throws Exception {
    WindowResult result = edit(Windows.window(edit, 0, 0, 4).build());
    assertThat(result.frames())
        .extracting(EditedFrame::getOrigin)
        .containsExactly(
            FrameOrigin.KEYFRAME,
            FrameOrigin.PROPAGATED,
            FrameOrigin.KEYFRAME,
            FrameOrigin.PROPAGATED,
            FrameOrigin.KEYFRAME);
    EditedFrame third = result.frames().get(2);
    byte[] rgb = PictureCodec.decode(LoadedWindow.bytes(third.getImage())).rgb();
    assertThat(rgb[0] & 0xff).isEqualTo(255 - 12);
    assertThat(third.getCaptureTimeUs()).isEqualTo(80_000);
    assertThat(third.getDurationUs()).isEqualTo(40_000);
    assertThat(result.outcome().getStatus()).isEqualTo(OutcomeStatus.EDITED);
    assertThat(result.outcome().getKeyframes()).isEqualTo(3);
    assertThat(result.outcome().getModelName()).isEqualTo("fake");
    assertThat(result.outcome().getWarpError()).isEqualTo(0.25);
    assertThat(result.outcome().getEdgeCorrelation()).isEqualTo(0.75);
    assertThat(result.outcome().getSobelRatio()).isEqualTo(0.5);
    assertThat(result.outcome().getHighFrequencyRatio()).isEqualTo(0.125);
    assertThat(result.outcome().getStageMicros())
        .containsEntry("denoise", 7000L)
        .containsKeys("fetch", "encodeImage");
    assertThat(result.deadLetters()).isEmpty();
  }

  @Test
  void theSharedBoundaryIsEditedButNotPublished() throws Exception {
    KeyframeWindow window =
        Windows.window(edit, 1, 4, 8)
            .setPublishFrom(1)
            .setFirstSequence(5)
            .setAnchor(Windows.ref(0))
            .build();
    WindowResult result = edit(window);
    assertThat(sequences(result)).containsExactly(5L, 6L, 7L, 8L);
    WindowEdit given = editor.windows.get(0);
    assertThat(given.anchor().sequence()).isZero();
    assertThat(given.publishFrom()).isEqualTo(1);
    assertThat(result.outcome().getKeyframes()).isEqualTo(2);
  }

  @Test
  void theEditorIsGivenAllThatTheEditSays() throws Exception {
    EditSpec all =
        Windows.edit()
            .setMethod("tokenflow")
            .setModel("sd15")
            .setNegativePrompt("blurred")
            .setSeed(7)
            .setSteps(50)
            .setStrength(0.9)
            .setGuidanceScale(7.5)
            .setOptions(Map.of("source-prompt", "a dog, running", "batch", "2"))
            .build();
    edit(Windows.window(all, 0, 0, 2).build());
    assertThat(editor.windows.get(0).parameters())
        .isEqualTo(
            new EditParameters(
                "tokenflow",
                "sd15",
                "a pencil sketch",
                "blurred",
                7,
                50,
                0.9,
                7.5,
                Map.of("source-prompt", "a dog, running", "batch", "2")));
  }

  @Test
  void anUndecodableFrameIsAGapAndTheOthersAreEdited() throws Exception {
    fetcher.frames.put(2L, TestFrames.undecodable("clip", 2));
    WindowResult result = edit(Windows.window(edit, 0, 0, 4).build());
    assertThat(sequences(result)).containsExactly(0L, 1L, 3L, 4L);
    assertThat(editor.windows.get(0).keyframes()).containsExactly(0, 2, 3);
    assertThat(result.outcome().getGaps()).containsExactly(2L);
    assertThat(result.outcome().getGapCaptureTimesUs()).containsExactly(80_000L);
    DeadLetter letter = result.deadLetters().get(0);
    assertThat(letter.getReason()).isEqualTo("undecodable-image");
    assertThat(letter.getTopic()).isEqualTo("frames");
    assertThat(letter.getOffset()).isEqualTo(2);
  }

  @Test
  void aFrameOfAnotherSizeIsAGap() throws Exception {
    fetcher.frames.put(3L, TestFrames.frame("clip", 3, TestFrames.png(32, 32, 1), false));
    WindowResult result = edit(Windows.window(edit, 0, 0, 4).build());
    assertThat(result.outcome().getGaps()).containsExactly(3L);
    assertThat(result.deadLetters().get(0).getMessage()).contains("64x48").contains("32x32");
  }

  @Test
  void aLostAnchorIsReplacedAndReported() throws Exception {
    KeyframeWindow window = Windows.window(edit, 1, 5, 8).setAnchor(Windows.ref(99)).build();
    WindowResult result = edit(window);
    assertThat(editor.windows.get(0).anchor().sequence()).isEqualTo(5);
    assertThat(result.outcome().getStatus()).isEqualTo(OutcomeStatus.DEGRADED);
    assertThat(result.outcome().getDegradations()).containsExactly("anchor-lost");
  }

  @Test
  void aWindowThatCanNotBeEditedFailsOnceAndPointsAtItsRecord() throws Exception {
    editor.failures.add(() -> new EditException("no method watercolour; known: live, none"));
    WindowResult result = edit(Windows.window(edit, 0, 0, 2).build());
    assertThat(editor.windows).hasSize(1);
    assertThat(result.frames()).isEmpty();
    assertThat(result.outcome().getStatus()).isEqualTo(OutcomeStatus.FAILED);
    assertThat(result.outcome().getGaps()).containsExactly(0L, 1L, 2L);
    assertThat(result.outcome().getError()).contains("no method watercolour");
    DeadLetter letter = result.deadLetters().get(0);
    assertThat(letter.getReason()).isEqualTo("edit-failed");
    assertThat(letter.getTopic()).isEqualTo("windows");
    assertThat(letter.getOffset()).isEqualTo(77);
  }

  @Test
  void aFailedWindowPassesItsSourceThroughWhereItsPolicySaysSo() throws Exception {
    editor.failures.add(() -> new EditException("no"));
    EditSpec passing = EditSpec.newBuilder(edit).setGapPolicy(GapPolicy.PASS_THROUGH).build();
    fetcher.frames.remove(1L);
    WindowResult result = edit(Windows.window(passing, 0, 0, 2).build());
    assertThat(sequences(result)).containsExactly(0L, 2L);
    assertThat(result.frames().get(0).getOrigin()).isEqualTo(FrameOrigin.PASSED_THROUGH);
    assertThat(result.frames().get(0).getImage()).isEqualTo(fetcher.frames.get(0L).getImage());
    assertThat(result.outcome().getGaps()).containsExactly(1L);
  }

  @Test
  void aPromptThatAsksForWhatIsNotBuiltFailsWithWhatToWriteAndLoadsNothing() throws Exception {
    EditSpec lora =
        EditSpec.newBuilder(edit).setMethod("live").setPrompt("ink <lora:ink:0.8>").build();
    try (EditRuntime real =
        new EditRuntime(
            name -> {
              throw new AssertionError("nothing may be loaded");
            },
            "cpu")) {
      WindowResult result =
          new WindowWorker(fetcher, real, config(1 << 20))
              .edit(Windows.pending(Windows.window(lora, 0, 0, 2).build(), 77));
      assertThat(result.outcome().getStatus()).isEqualTo(OutcomeStatus.FAILED);
      assertThat(result.outcome().getError())
          .contains("the prompt: <lora:ink:0.8>", "MODEL+ink@0.8");
    }
  }

  @Test
  void aDeviceOutOfMemoryIsTriedAgainAFewTimes() throws Exception {
    editor.failures.add(() -> new OutOfMemoryError("CUDA out of memory"));
    editor.failures.add(() -> new IllegalStateException("CUDA error"));
    assertThat(edit(Windows.window(edit, 0, 0, 2).build()).outcome().getStatus())
        .isEqualTo(OutcomeStatus.EDITED);
    for (int i = 0; i < 3; i++) {
      editor.failures.add(() -> new OutOfMemoryError("CUDA out of memory"));
    }
    WindowResult result = edit(Windows.window(edit, 1, 3, 5).build());
    assertThat(result.outcome().getStatus()).isEqualTo(OutcomeStatus.FAILED);
    assertThat(result.outcome().getError()).contains("failed 3 times").contains("out of memory");
  }

  @Test
  void methodNonePublishesTheBytesAsTheyAre() throws Exception {
    EditSpec none = EditSpec.newBuilder(edit).setMethod("none").build();
    WindowResult result = edit(Windows.window(none, 0, 0, 2).build());
    assertThat(editor.windows).isEmpty();
    assertThat(result.frames().get(1).getImage()).isEqualTo(fetcher.frames.get(1L).getImage());
    assertThat(result.frames().get(1).getOrigin()).isEqualTo(FrameOrigin.IDENTITY);
    assertThat(result.outcome().getModelName()).isEmpty();
    assertThat(result.outcome().getWarpError()).isNull();
    assertThat(result.outcome().getEdgeCorrelation()).isNull();
    assertThat(result.outcome().getSobelRatio()).isNull();
  }

  @Test
  void aFrameThatIsTooLargeIsAGapAndNamesTheSettingToRaise() throws Exception {
    WindowWorker narrow = new WindowWorker(fetcher, editor, config(2100));
    WindowResult result = narrow.edit(Windows.pending(Windows.window(edit, 0, 0, 1).build(), 77));
    assertThat(result.frames()).isEmpty();
    assertThat(result.outcome().getGaps()).containsExactly(0L, 1L);
    assertThat(result.deadLetters().get(0).getReason()).isEqualTo("too-large");
    assertThat(result.deadLetters().get(0).getMessage()).contains("max.message.bytes");
  }

  @Test
  void aWindowWithNothingButMissingFramesStillHasAnOutcome() throws Exception {
    KeyframeWindow window =
        Windows.window(edit, 0, 0, 0)
            .setFrames(List.of())
            .setKeyframes(List.of())
            .setFirstSequence(4)
            .setLastSequence(5)
            .setMissing(List.of(4L, 5L))
            .setEndOfStream(true)
            .build();
    WindowResult result = edit(window);
    assertThat(result.outcome().getGaps()).containsExactly(4L, 5L);
    assertThat(result.outcome().getEndOfStream()).isTrue();
    assertThat(result.deadLetters()).isEmpty();
  }

  @Test
  void theStreamsLastFrameIsMarkedAlsoWhereItsEndIsSkipped() throws Exception {
    WindowResult whole = edit(Windows.window(edit, 0, 0, 2).setEndOfStream(true).build());
    assertThat(whole.frames())
        .extracting(EditedFrame::getEndOfStream)
        .containsExactly(false, false, true);
    EditSpec skipping = EditSpec.newBuilder(edit).setGapPolicy(GapPolicy.SKIP).build();
    fetcher.frames.remove(2L);
    WindowResult cut = edit(Windows.window(skipping, 0, 0, 2).setEndOfStream(true).build());
    assertThat(cut.frames()).extracting(EditedFrame::getEndOfStream).containsExactly(false, true);
  }

  @Test
  void aWindowThatContradictsItselfFails() throws Exception {
    WindowResult result = edit(Windows.window(edit, 0, 0, 2).setPublishFrom(9).build());
    assertThat(result.outcome().getStatus()).isEqualTo(OutcomeStatus.FAILED);
    assertThat(result.outcome().getError()).contains("publishFrom must be 0 to 3, found 9");
    result = edit(Windows.window(edit, 0, 0, 2).setKeyframes(List.of(0, 7)).build());
    assertThat(result.outcome().getError()).contains("keyframes");
  }

  @Test
  void equalWindowsGiveEqualBytes() throws Exception {
    KeyframeWindow window = Windows.window(edit, 0, 0, 4).build();
    assertThat(edit(window).frames()).isEqualTo(edit(window).frames());
  }

  @Test
  void picturesAreCountedByWhatTheyDeclareBeforeTheyAreDecoded() throws Exception {
    WorkerConfig narrow = new WorkerConfig(1 << 20, 4000, 3500, 10_000, FailureText.WHOLE);
    WindowWorker bounded = new WindowWorker(fetcher, editor, narrow);
    WindowResult longer = bounded.edit(Windows.pending(Windows.window(edit, 0, 0, 4).build(), 77));
    assertThat(longer.outcome().getStatus()).isEqualTo(OutcomeStatus.FAILED);
    assertThat(longer.outcome().getError()).contains("12288 in all", "editing.max-window-pixels");
    assertThat(longer.outcome().getGaps()).hasSize(5);
    fetcher.frames.put(0L, TestFrames.frame("clip", 0, TestFrames.png(64, 60, 1), false));
    WindowResult large = bounded.edit(Windows.pending(Windows.window(edit, 0, 0, 0).build(), 77));
    assertThat(large.outcome().getError()).contains("3840 in one, of at most 3500");
    assertThat(editor.windows).isEmpty();
  }

  @Test
  void aPictureThatIsPassedOnIsLookedAtToo() throws Exception {
    EditSpec none = EditSpec.newBuilder(edit).setMethod("none").build();
    WorkerConfig narrow = new WorkerConfig(1 << 20, 4000, 4000, 4000, FailureText.WHOLE);
    WindowWorker bounded = new WindowWorker(fetcher, editor, narrow);
    fetcher.frames.put(1L, TestFrames.undecodable("clip", 1));
    fetcher.frames.put(2L, TestFrames.frame("clip", 2, TestFrames.png(64, 64, 1), false));
    WindowResult result = bounded.edit(Windows.pending(Windows.window(none, 0, 0, 3).build(), 77));
    assertThat(sequences(result)).containsExactly(0L, 3L);
    assertThat(result.deadLetters())
        .extracting(DeadLetter::getReason)
        .containsOnly("undecodable-image");
    assertThat(result.deadLetters().get(1).getMessage()).contains("64x64").contains("4000");
  }

  @Test
  void whatFilesSayIsNotToldWhereOthersReadTheTopics() throws Exception {
    WorkerConfig guarded =
        new WorkerConfig(1 << 20, 1 << 20, 1 << 20, 1 << 20, FailureText.GUARDED);
    WindowWorker service = new WindowWorker(fetcher, editor, guarded);
    KeyframeWindow window = Windows.window(edit, 0, 0, 2).build();
    editor.failures.add(
        () -> new EditException("can't be loaded: /etc/x: root", new ModelLoadException("root")));
    WindowResult files = service.edit(Windows.pending(window, 77));
    assertThat(files.outcome().getError())
        .contains("log of the editing role")
        .doesNotContain("root", "/etc");
    assertThat(files.deadLetters().toString()).doesNotContain("root");
    for (int i = 0; i < 3; i++) {
      editor.failures.add(() -> new IllegalStateException("/tmp/spill: no space"));
    }
    WindowResult library = service.edit(Windows.pending(window, 77));
    assertThat(library.deadLetters().toString()).doesNotContain("/tmp");
    editor.failures.add(() -> new EditException("no method watercolour"));
    assertThat(service.edit(Windows.pending(window, 77)).outcome().getError())
        .contains("no method watercolour");
  }

  @Test
  void aWindowWhoseFramesAreNotToBeReadFails() throws Exception {
    FrameFetcher refusing =
        new FrameFetcher() {
          @Override
          public Map<FrameRef, Fetched> fetch(String streamId, Collection<FrameRef> refs)
              throws WindowRefusedException {
            throw new WindowRefusedException("it points at topic 'edits'");
          }

          @Override
          public void close() {}
        };
    WindowResult result =
        new WindowWorker(refusing, editor, config(1 << 20))
            .edit(Windows.pending(Windows.window(edit, 0, 0, 2).build(), 77));
    assertThat(result.outcome().getStatus()).isEqualTo(OutcomeStatus.FAILED);
    assertThat(result.outcome().getGaps()).containsExactly(0L, 1L, 2L);
    assertThat(result.deadLetters().get(0).getMessage()).contains("topic 'edits'");
  }

  private static WorkerConfig config(int maxRecordBytes) {
    return new WorkerConfig(maxRecordBytes, 1 << 26, 1 << 26, 1 << 26, FailureText.WHOLE);
  }

  private WindowResult edit(KeyframeWindow window) throws InterruptedException {
    return worker.edit(Windows.pending(window, 77));
  }

  private static List<Long> sequences(WindowResult result) {
    return result.frames().stream().map(EditedFrame::getSequence).toList();
  }
}
