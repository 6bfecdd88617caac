package dev.frameloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressViewTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long now;

  @Test
  void aTerminalSeesABarWithRateAndRemainingTimeOnOneLine() {
    ProgressView view = view(true);

    view.stage("restyle", 40, "frames");
    seconds(5);
    view.done(10, "3 windows");
    view.end();

    String last = text().substring(text().lastIndexOf('\r'));
    assertThat(last).contains("10/40 frames, 2.0/s, 0:15 left").contains("(3 windows)");
    assertThat(last.chars().filter(c -> c == '█').count()).isEqualTo(6);
    assertThat(text().chars().filter(c -> c == '\n').count()).isEqualTo(1);
  }

  @Test
  void elsewherePlainLinesComeNowAndThenAndOnceAtTheEnd() {
    ProgressView view = view(false);

    view.stage("restyle", 40, "frames");
    for (int i = 1; i <= 40; i++) {
      seconds(1);
      view.done(i, "");
    }
    view.end();

    assertThat(text()).doesNotContain("\r").doesNotContain("█");
    assertThat(text().lines().toList()).hasSize(9).last().asString().contains("40/40 frames");
  }

  @Test
  void anUnknownTotalShowsCountAndRateAlone() {
    ProgressView view = view(false);

    view.stage("ingest", 0, "frames");
    seconds(10);
    view.done(20, "");
    view.end();

    assertThat(text()).contains("20 frames, 2.0/s").doesNotContain("left");
  }

  private ProgressView view(boolean terminal) {
    return new ProgressView(
        new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal, () -> now);
  }

  private void seconds(long count) {
    now += TimeUnit.SECONDS.toNanos(count);
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
