package dev.frameloom.bench.diffusion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What the machine can still give: Linux's MemAvailable; elsewhere it is not known. */
final class AvailableMemory {

  private static final Path FILE = Path.of("/proc/meminfo");

  private AvailableMemory() {}

  /** Why a row does not fit, or nothing where it does or nobody knows. */
  static Optional<String> lacking(BenchCase it, String device) throws IOException {
    if (device.startsWith("gpu") || !Files.exists(FILE)) {
      return Optional.empty();
    }
    long available =
        Files.readAllLines(FILE).stream()
            .filter(line -> line.startsWith("MemAvailable:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
            .findFirst()
            .orElse(Long.MAX_VALUE);
    if (available >= it.workingBytes()) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "skipped: needs about %.1f GB more, %.1f GB are free",
            it.workingBytes() / 1e9,
            available / 1e9));
  }
}
