package dev.frameloom.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kernel of {@code kernels/*.torchscript} against an oracle, at several shapes. */
class KernelOracleTest {

  private static final Pattern METHOD = Pattern.compile("^ {2}def (\\w+)\\(", Pattern.MULTILINE);

  /** Cases by area; an area's class is beside this one. */
  static Stream<KernelCase> cases() {
    return Stream.of(
            TensorKernels.cases(),
            ConvolutionKernels.cases(),
            BandKernels.cases(),
            ControlKernels.cases(),
            SampleKernels.cases(),
            MaskKernels.cases(),
            ClipKernels.cases(),
            LpipsKernels.cases(),
            TransformerKernels.cases(),
            TextAndTimeKernels.cases(),
            VaeKernels.cases(),
            ScheduleKernels.cases(),
            FlowKernels.cases(),
            GmFlowKernels.cases(),
            RaftKernels.cases(),
            PatchKernels.cases(),
            TokenFlowKernels.cases())
        .flatMap(List::stream);
  }

  /** Kernels that tests of these classes compare, as {@link OracleOf} says. */
  private static Stream<String> comparedElsewhere() {
    return Stream.<Class<?>>of(KernelsTest.class)
        .flatMap(type -> Stream.of(type.getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(OracleOf.class))
        .flatMap(method -> Stream.of(method.getAnnotation(OracleOf.class).value()));
  }

  private static Set<String> compared() {
    return Stream.concat(cases().map(KernelCase::kernel), comparedElsewhere())
        .collect(Collectors.toSet());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void a_kernel_equals_its_oracle(KernelCase it) {
    try (KernelTrial trial = new KernelTrial(it.kernel())) {
      it.check().accept(trial);
    }
  }

  @Test
  void every_kernel_has_an_oracle() throws IOException {
    Set<String> compared = compared();
    for (String area : Kernels.AREAS) {
      Set<String> missing = methods(area);
      missing.removeAll(compared);
      assertThat(missing)
          .as(
              "kernels of kernels/%s.torchscript without an oracle: for each, add KernelCases that"
                  + " compute the same by plain operations to the area's class beside this test"
                  + " (a new class is listed in KernelOracleTest.cases), or mark a test of KernelsTest"
                  + " that does with @OracleOf(\"kernel\")",
              area)
          .isEmpty();
    }
  }

  @Test
  void every_oracle_is_of_a_kernel() throws IOException {
    Set<String> methods = new TreeSet<>();
    for (String area : Kernels.AREAS) {
      methods.addAll(methods(area));
    }
    assertThat(methods).containsAll(compared());
  }

  private static Set<String> methods(String area) throws IOException {
    Set<String> names = new TreeSet<>();
    try (InputStream in = Kernels.class.getResourceAsStream("kernels/" + area + ".torchscript")) {
      Matcher method = METHOD.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      while (method.find()) {
        names.add(method.group(1));
      }
    }
    return names;
  }
}
