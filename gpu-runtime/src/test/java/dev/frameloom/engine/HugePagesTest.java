package dev.frameloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class HugePagesTest {

  private static final Path SETTING = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
  private static final Path STATISTICS = Path.of("/proc/self/stat");

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_large_tensor_costs_few_page_faults_where_the_system_grants_huge_pages()
      throws IOException {
    assumeTrue(Files.exists(SETTING) && !Files.readString(SETTING).contains("[never]"));
    try (NDManager scope = ComputeDevice.CPU.newScope()) {
      NDArray x = scope.zeros(new Shape(64, 1 << 18)); // 64 MB: 16384 pages of 4 KB
      Kernels.call(scope, "scaled", x, 2.0).close();
      long before = pageFaults();
      Kernels.call(scope, "scaled", x, 2.0).close();
      assertThat(pageFaults() - before).isLessThan(8192);
    }
  }

  /** Field 10 of the process's statistics; the name, in brackets, may hold blanks. */
  private static long pageFaults() throws IOException {
    String fields = Files.readString(STATISTICS);
    return Long.parseLong(fields.substring(fields.lastIndexOf(')') + 2).split(" ", -1)[7]);
  }
}
