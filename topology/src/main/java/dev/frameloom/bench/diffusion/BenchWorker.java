package dev.frameloom.bench.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.sun.management.OperatingSystemMXBean;
import dev.frameloom.config.Surroundings;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.TensorList;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.unet.UNetHooks;
import dev.frameloom.unet.UNetInput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Our side: answers requests as {@link Contender} lists them. */
final class BenchWorker {

  private static final String PROMPT = "a watercolor painting of a woman in a garden";
  private static final double TIMESTEP = 501;

  private DiffusionModel model;
  private DataType dtype = DataType.FLOAT32;

  private BenchWorker() {}

  /** Answers until the input ends. */
  public static void main(String[] args) throws IOException {
    Surroundings.prepare(System.getenv()).ifPresent(System.err::println);
    PrintStream answers = System.out;
    System.setOut(System.err); // answers stand alone
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    BenchWorker worker = new BenchWorker();
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      String[] words = line.split("\t", -1);
      if (words[0].equals("end")) {
        break;
      }
      try {
        answers.println("ok " + worker.answer(words));
      } catch (IOException | RuntimeException e) {
        answers.println("failed: " + e);
      }
      answers.flush();
    }
    System.exit(0); // PyTorch's threads would keep the process
  }

  private String answer(String... words) throws IOException {
    return switch (words[0]) {
      case "load" -> load(Path.of(words[1]), words[2]);
      case "tokens" ->
          model.tokenize(PROMPT).ids().stream()
              .map(String::valueOf)
              .collect(Collectors.joining(" "));
      case "matmul" -> matmul(Integer.parseInt(words[1]));
      case "run" -> run(words);
      case "memory" -> String.valueOf(peakBytes());
      default -> throw new IOException("no request " + words[0]);
    };
  }

  private String load(Path folder, String device) {
    dtype = ComputeDevice.parse(device).dtype(); // starts PyTorch, which no model has to wait for
    long begin = System.nanoTime();
    model = DiffusionModel.load(folder, device);
    return seconds(System.nanoTime() - begin);
  }

  private String matmul(int size) {
    double best = 0;
    try (NDManager scope = model.newScope()) {
      NDArray a = scope.randomNormal(new Shape(size, size)).toType(dtype, false);
      TensorList weights = new TensorList(scope, List.of(a));
      for (int i = 0; i < 8; i++) {
        long begin = System.nanoTime();
        try (NDArray product = Kernels.call(scope, "linear", a, weights)) {
          product.get("0, 0").toType(DataType.FLOAT32, true).getFloat(); // waits for the device
        }
        best = Math.max(best, 2.0 * size * size * size / (System.nanoTime() - begin) * 1e9);
      }
    }
    return String.format(Locale.ROOT, "%.0f", best);
  }

  private String run(String... words) throws IOException {
    BenchCase it =
        new BenchCase(
            BenchCase.Part.valueOf(words[1].toUpperCase(Locale.ROOT)),
            Integer.parseInt(words[2]),
            Integer.parseInt(words[3]));
    try (NDManager scope = model.newScope()) {
      NDArray in = it.part() == BenchCase.Part.TEXT ? scope.create(0f) : input(scope, it, words[4]);
      NDArray text = it.part() == BenchCase.Part.UNET ? text(scope, it, words[5]) : in;
      OperatingSystemMXBean system =
          (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      long cpu = system.getProcessCpuTime();
      long begin = System.nanoTime();
      float[] result = compute(scope, it, in, text).toFloatArray(); // waits for the device
      long nanos = System.nanoTime() - begin;
      cpu = system.getProcessCpuTime() - cpu;
      if (!words[6].equals("-")) {
        BenchInputs.write(Path.of(words[6]), result);
      }
      return seconds(nanos) + " " + seconds(cpu);
    }
  }

  private NDArray compute(NDManager scope, BenchCase it, NDArray in, NDArray text) {
    return switch (it.part()) {
      case UNET -> model.predict(scope, UNetInput.of(in, TIMESTEP, text), UNetHooks.NONE);
      case ENCODE -> model.encodeImages(scope, in);
      case DECODE -> model.decodeLatents(scope, in);
      case TEXT -> model.encodeText(scope, List.of(PROMPT));
    };
  }

  private static NDArray input(NDManager scope, BenchCase it, String file) throws IOException {
    float[] values = BenchInputs.read(Path.of(file));
    long side = it.part() == BenchCase.Part.ENCODE ? it.size() : it.size() / 8;
    long channels = values.length / (it.batch() * side * side);
    return scope.create(values, new Shape(it.batch(), channels, side, side));
  }

  private static NDArray text(NDManager scope, BenchCase it, String file) throws IOException {
    float[] values = BenchInputs.read(Path.of(file));
    long size = values.length / it.batch() / 77;
    return scope.create(values, new Shape(it.batch(), 77, size));
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.9f", nanos / 1e9);
  }

  /** Linux's VmHWM; 0 elsewhere. */
  private static long peakBytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElse(0);
  }
}
