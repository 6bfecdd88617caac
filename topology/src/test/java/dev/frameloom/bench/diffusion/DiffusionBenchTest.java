package dev.frameloom.bench.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.cli.TestModels;
import dev.frameloom.restyle.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bench on a small model: that all of it runs, not what it measures. */
class DiffusionBenchTest {

  @TempDir private Path cache;

  @Test
  void every_row_is_measured_in_another_process() throws IOException {
    BenchReport report = bench("cpu", 64).run();
    assertThat(report.rows()).hasSize(4);
    assertThat(report.rows()).allMatch(row -> row.runs().size() == 2 && row.ours() > 0);
    assertThat(report.peak()).isPositive();
    assertThat(report.ours().peakBytes()).isPositive();
    assertThat(report.text())
        .contains(
            "UNet 64², batch 1", "VAE encode 512²", "VAE decode 512²", "text encoder", "load");
    assertThat(report.json()).contains("\"rows\"").doesNotContain("reference");
  }

  @Test
  void what_fails_in_the_process_is_said() {
    assertThatThrownBy(bench("gpu99", 64)::run)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ours failed")
        .hasMessageContaining("gpu99");
  }

  @Test
  void numbers_that_make_no_sense_are_refused() {
    assertThatThrownBy(() -> bench("cpu", 100))
        .hasMessageContaining("multiples of 64")
        .hasMessageContaining("100");
  }

  private DiffusionBench bench(String device, int size) {
    BenchOptions options =
        new BenchOptions(
            Optional.empty(),
            Optional.of(TestModels.model()),
            cache,
            BenchOptions.PARTS,
            List.of(size),
            List.of(1),
            2,
            device,
            1);
    return new DiffusionBench(options, ProgressListener.NONE);
  }
}
