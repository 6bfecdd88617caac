package dev.frameloom.bench.diffusion;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One of the two sides: a process that holds the model and is asked to run it. A request is a line
 * of words, the answer a line {@code ok} with numbers, or {@code failed} with the reason. Requests:
 *
 * <ul>
 *   <li>{@code load FOLDER DEVICE THREADS}: seconds
 *   <li>{@code tokens}: ids of the prompt that is encoded
 *   <li>{@code matmul SIZE}: operations per second of a matrix product
 *   <li>{@code run PART SIZE BATCH INPUT TEXT OUTPUT}: seconds, CPU seconds; OUTPUT {@code -} for
 *       none
 *   <li>{@code memory}: bytes of the largest resident size so far
 *   <li>{@code end}
 * </ul>
 */
final class Contender implements AutoCloseable {

  private final String name;
  private final Process process;
  private final PrintWriter requests;
  private final BufferedReader answers;
  private final Path log;

  private Contender(String name, List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    this.name = name;
    this.log = log;
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().putAll(environment);
    process = builder.start();
    requests = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Ours: this JVM's program and options in a new one. */
  static Contender ours(Map<String, String> environment, int threads, Path folder)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> !option.startsWith("-agentlib") && !option.startsWith("-javaagent"))
            .toList());
    command.add("-Dframeloom.torch.threads=" + threads);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(BenchWorker.class.getName());
    return new Contender("ours", command, environment, folder.resolve("ours.log"));
  }

  /** The reference: a script in Python. */
  static Contender reference(Path python, Map<String, String> environment, Path folder)
      throws IOException {
    Path script = folder.resolve("reference.py");
    try (var in = Contender.class.getResourceAsStream("reference.py")) {
      Files.write(script, in.readAllBytes());
    }
    List<String> command = List.of(python.toString(), "-u", script.toString());
    return new Contender("the reference", command, environment, folder.resolve("reference.log"));
  }

  /** Asks, and waits for the numbers of the answer. */
  double[] ask(Object... words) throws IOException {
    requests.println(String.join("\t", Arrays.stream(words).map(String::valueOf).toList()));
    String line = answers.readLine();
    // libraries print to standard output as they like
    while (line != null && !line.startsWith("ok") && !line.startsWith("failed")) {
      line = answers.readLine();
    }
    if (line == null || line.startsWith("failed")) {
      throw new IOException(name + " " + (line == null ? "ended: " + lastOfLog() : line));
    }
    String[] numbers = line.strip().split(" ", -1);
    double[] values = new double[numbers.length - 1];
    for (int i = 0; i < values.length; i++) {
      values[i] = Double.parseDouble(numbers[i + 1]);
    }
    return values;
  }

  private String lastOfLog() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join(" / ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
  }

  @Override
  public void close() {
    requests.println("end");
    requests.close();
    process.destroy();
  }
}
