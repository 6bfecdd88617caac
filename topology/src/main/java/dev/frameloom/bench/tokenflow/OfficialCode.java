package dev.frameloom.bench.tokenflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.frameloom.restyle.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * TokenFlow's published code, timed by a script in Python.
 *
 * @param python Python with the libraries that it needs
 * @param script {@code time_tokenflow.py}
 * @param checkout folder of the published code
 * @param model folder of the model
 * @param threads of one operation
 */
public record OfficialCode(Path python, Path script, Path checkout, Path model, int threads) {

  private static final int LAST_LINES = 5;

  /**
   * Edits frames of noise: only the time means something.
   *
   * @param frames a multiple of the batch
   * @param size width and height, pixels
   * @param batch frames to a keyframe
   * @return what the script writes: seconds and rows of each of {@code stages}
   * @throws IOException where the script fails
   */
  JsonNode time(int frames, int size, int batch, RowCalls.Schedule schedule) throws IOException {
    try (TemporaryFolder folder = TemporaryFolder.create("frameloom-official")) {
      Path result = folder.path().resolve("result.json");
      Path log = folder.path().resolve("log");
      List<Object> command =
          List.of(
              python,
              script,
              "--checkout",
              checkout.toAbsolutePath(),
              "--model",
              model.toAbsolutePath(),
              "--frames",
              frames,
              "--size",
              size,
              "--batch",
              batch,
              "--inversion-steps",
              schedule.inversion(),
              "--steps",
              schedule.sampling(),
              "--threads",
              threads,
              "--out",
              result);
      run(command.stream().map(String::valueOf).toList(), log);
      return new ObjectMapper().readTree(result.toFile());
    }
  }

  private void run(List<String> command, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("OMP_NUM_THREADS", String.valueOf(threads));
    // as ours: threads that sleep while they wait
    builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
    Process process = builder.start();
    try {
      if (process.waitFor() != 0) {
        List<String> lines = Files.readAllLines(log);
        throw new IOException(
            script
                + " failed: "
                + String.join(
                    " / ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the published code ran", e);
    } finally {
      process.destroy();
    }
  }
}
