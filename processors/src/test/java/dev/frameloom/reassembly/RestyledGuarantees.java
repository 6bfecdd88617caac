package dev.frameloom.reassembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.avro.EditedFrame;
import java.util.List;
import java.util.stream.LongStream;

/** What holds of restyled frames, whatever happened on their way. */
public final class RestyledGuarantees {

  private RestyledGuarantees() {}

  /** Sequences ascend, none comes twice, and only the last is marked as the end. */
  public static void assertInOrder(List<EditedFrame> frames) {
    for (int i = 1; i < frames.size(); i++) {
      EditedFrame before = frames.get(i - 1);
      assertThat(frames.get(i).getSequence()).isGreaterThan(before.getSequence());
      assertThat(frames.get(i).getCaptureTimeUs())
          .isGreaterThanOrEqualTo(before.getCaptureTimeUs());
      assertThat(before.getEndOfStream()).isFalse();
    }
  }

  /** Every sequence from the first to the last, once, in order. */
  public static void assertEveryFrameOnce(List<EditedFrame> frames, long first, long last) {
    assertInOrder(frames);
    assertThat(frames.stream().map(EditedFrame::getSequence))
        .containsExactlyElementsOf(LongStream.rangeClosed(first, last).boxed().toList());
  }
}
