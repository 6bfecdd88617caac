import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Breaks lines of the code, one at a time, and sees whether a test of their area notices. In the
 * root of the repository:
 *
 * <pre>{@code
 * java gpu-runtime/src/test/mutants/Mutants.java [--no-build] [--list] [NAME…]
 * }</pre>
 *
 * <p>with the names of those in {@code mutants.txt} that are wanted, or all.
 *
 * <p>The tree stays as it is: a broken file is compiled alone, into a folder of its own that comes
 * first on the class path. So a line must not be a constant that the compiler copies into other
 * files. First the tests run on what is not broken, and must pass. With {@code --no-build} what was
 * compiled before is used. Ends with 0 where all were caught, 1 where some survived, and 2 where a
 * listed line is not in its file once, or a test fails by itself.
 */
public final class Mutants {

  private static final Path HERE = Path.of("gpu-runtime", "src", "test", "mutants");
  private static final long MOST_MINUTES = 10;

  private final Map<String, String> classPaths = new LinkedHashMap<>();
  private final Path work;

  private Mutants(Path work) {
    this.work = work;
  }

  private record Mutant(String name, Path file, String line, String broken, List<String> tests) {

    String module() {
      return file.getName(0).toString();
    }

    /** The file's text with the line broken. */
    String applied() throws IOException {
      List<String> lines = new ArrayList<>(Files.readAllLines(file));
      List<Integer> found = new ArrayList<>();
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).strip().equals(line)) {
          found.add(i);
        }
      }
      if (found.size() != 1) {
        throw new Unfit(
            "%s: expected once in %s, found %d times: %s"
                .formatted(name, file, found.size(), line));
      }
      String indent = lines.get(found.get(0)).replaceFirst("\\S.*", "");
      lines.set(found.get(0), indent + broken);
      return String.join("\n", lines) + "\n";
    }
  }

  /** The list or the tests are not as they should be. */
  private static final class Unfit extends RuntimeException {
    Unfit(String message) {
      super(message);
    }
  }

  public static void main(String[] arguments) throws Exception {
    List<String> flags = Arrays.stream(arguments).filter(it -> it.startsWith("--")).toList();
    List<String> names = Arrays.stream(arguments).filter(it -> !it.startsWith("--")).toList();
    Path work = Files.createTempDirectory("mutants");
    int code = 2;
    try {
      code = new Mutants(work).run(flags, names);
    } catch (Unfit e) {
      System.err.println("mutants: " + e.getMessage());
    } finally {
      delete(work);
    }
    System.exit(code);
  }

  private int run(List<String> flags, List<String> names) throws Exception {
    List<Mutant> mutants = chosen(names);
    List<String> lost = new ArrayList<>();
    for (Mutant mutant : mutants) {
      try {
        String unused = mutant.applied();
      } catch (Unfit e) {
        lost.add(e.getMessage());
      }
    }
    if (!lost.isEmpty()) {
      throw new Unfit("lines that are gone:\n" + String.join("\n", lost));
    }
    if (flags.contains("--list")) {
      mutants.forEach(it -> System.out.printf("%-34s %s%n", it.name(), it.file()));
      return 0;
    }
    Path runner =
        compiled(HERE.resolve("RunTests.java"), work.resolve("runner"), prepare(mutants, flags));
    unbroken(mutants, runner);
    int survived = 0;
    for (Mutant mutant : mutants) {
      long begin = System.nanoTime();
      String verdict = verdict(mutant, runner);
      survived += verdict.startsWith("SURVIVED") ? 1 : 0;
      System.out.printf(
          "%-34s %4d s  %s%n", mutant.name(), (System.nanoTime() - begin) / 1_000_000_000, verdict);
    }
    System.out.printf("%d of %d caught%n", mutants.size() - survived, mutants.size());
    return survived == 0 ? 0 : 1;
  }

  private static List<Mutant> chosen(List<String> names) throws IOException {
    List<Mutant> all = read(HERE.resolve("mutants.txt"));
    List<Mutant> chosen =
        all.stream().filter(it -> names.isEmpty() || names.contains(it.name())).toList();
    for (String name : names) {
      if (all.stream().noneMatch(it -> it.name().equals(name))) {
        throw new Unfit("no " + name + " in mutants.txt");
      }
    }
    return chosen;
  }

  private static List<Mutant> read(Path list) throws IOException {
    List<Mutant> mutants = new ArrayList<>();
    for (String block : Files.readString(list).split("\\n\\s*\\n")) {
      Map<String, String> fields = new LinkedHashMap<>();
      for (String row : block.split("\n")) {
        int colon = row.indexOf(": ");
        if (!row.startsWith("#") && !row.isBlank()) {
          if (colon < 0) {
            throw new Unfit("expected FIELD: VALUE, found " + row);
          }
          fields.put(row.substring(0, colon), row.substring(colon + 2).strip());
        }
      }
      if (!fields.isEmpty()) {
        if (!fields
            .keySet()
            .equals(new TreeSet<>(List.of("name", "file", "line", "broken", "tests")))) {
          throw new Unfit("expected name, file, line, broken and tests, found " + fields);
        }
        mutants.add(
            new Mutant(
                fields.get("name"),
                Path.of(fields.get("file")),
                fields.get("line"),
                fields.get("broken"),
                List.of(fields.get("tests").split(" +"))));
      }
    }
    return mutants;
  }

  /** Class paths of all modules that take part; returns one of them. */
  private String prepare(List<Mutant> mutants, List<String> flags) throws Exception {
    TreeSet<String> modules = new TreeSet<>(mutants.stream().map(Mutant::module).toList());
    if (!flags.contains("--no-build")) {
      List<String> build =
          List.of(
              "./mvnw",
              "-q",
              "-B",
              "-am",
              "-pl",
              String.join(",", modules),
              "test-compile",
              "dependency:build-classpath",
              "-Dmdep.outputFile=target/dependencies.path");
      if (new ProcessBuilder(build).inheritIO().start().waitFor() != 0) {
        throw new Unfit("the build failed");
      }
      for (String module : modules) {
        Path target = Path.of(module, "target").toAbsolutePath();
        String path = Files.readString(target.resolve("dependencies.path")).strip();
        Files.writeString(
            target.resolve("mutants.path"),
            target.resolve("test-classes")
                + File.pathSeparator
                + target.resolve("classes")
                + File.pathSeparator
                + path);
      }
    }
    for (String module : modules) {
      classPaths.put(
          module,
          withLauncher(Files.readString(Path.of(module, "target", "mutants.path")).strip()));
    }
    return classPaths.values().iterator().next();
  }

  /** Surefire brings the launcher of the engine's version, which is no dependency of the tests. */
  private static String withLauncher(String path) {
    if (path.contains("junit-platform-launcher")) {
      return path;
    }
    return path
        + File.pathSeparator
        + Arrays.stream(path.split(File.pathSeparator))
            .filter(it -> it.contains("junit-platform-engine"))
            .findFirst()
            .orElseThrow(() -> new Unfit("no JUnit on the class path"))
            .replace("junit-platform-engine", "junit-platform-launcher");
  }

  private void unbroken(List<Mutant> mutants, Path runner) throws Exception {
    Path nothing = Files.createDirectories(work.resolve("nothing"));
    for (String module : classPaths.keySet()) {
      List<String> tests =
          mutants.stream()
              .filter(it -> it.module().equals(module))
              .flatMap(it -> it.tests().stream())
              .distinct()
              .toList();
      String failed = failure(module, nothing, runner, tests);
      if (!failed.isEmpty()) {
        throw new Unfit("fails although nothing is broken: " + failed);
      }
    }
    System.out.println("all tests pass where nothing is broken");
  }

  private String verdict(Mutant mutant, Path runner) throws Exception {
    Path source = work.resolve(mutant.name()).resolve("source").resolve(mutant.file());
    Path classes = Files.createDirectories(work.resolve(mutant.name()).resolve("classes"));
    Files.createDirectories(source.getParent());
    Files.writeString(source, mutant.applied());
    String path = mutant.file().toString().replace('\\', '/');
    int resource = path.indexOf("/src/main/resources/");
    if (resource >= 0) {
      Path target = classes.resolve(path.substring(resource + "/src/main/resources/".length()));
      Files.createDirectories(target.getParent());
      Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Path unused = compiled(source, classes, classPaths.get(mutant.module()));
    }
    String failed = failure(mutant.module(), classes, runner, mutant.tests());
    return failed.isEmpty()
        ? "SURVIVED " + String.join(", ", mutant.tests())
        : "caught by " + failed;
  }

  private static Path compiled(Path source, Path classes, String classPath) throws IOException {
    Files.createDirectories(classes);
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-nowarn",
                "-proc:none",
                "-parameters",
                "-encoding",
                "UTF-8",
                "-d",
                classes.toString(),
                "-cp",
                classPath,
                source.toString());
    if (code != 0) {
      throw new Unfit("does not compile: " + source);
    }
    return classes.toAbsolutePath();
  }

  /** The first test that fails, empty where none does. */
  private String failure(String module, Path first, Path runner, List<String> tests)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("java"));
    command.addAll(List.of(jvmArguments().split(" +")));
    command.addAll(
        List.of(
            "-cp",
            String.join(
                File.pathSeparator,
                first.toAbsolutePath().toString(),
                classPaths.get(module),
                runner.toString()),
            "RunTests"));
    for (String test : tests) {
      command.add(className(module, test));
    }
    Path out = work.resolve("out.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(new File(module))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
    Process process = builder.start();
    if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
      return tests + ": no end within " + MOST_MINUTES + " minutes";
    }
    String mark = "RunTests: ";
    List<String> said =
        Files.readAllLines(out).stream()
            .filter(it -> it.startsWith(mark))
            .map(it -> it.substring(mark.length()))
            .toList();
    if (process.exitValue() == 0 && said.isEmpty()) {
      return "";
    }
    return said.isEmpty() ? "the JVM's end, " + process.exitValue() : said.get(0);
  }

  private static String jvmArguments() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    return pom.substring(pom.indexOf("<test.jvm.args>") + 15, pom.indexOf("</test.jvm.args>"));
  }

  /** By its simple name, which is that of one file. */
  private static String className(String module, String test) throws IOException {
    Path root = Path.of(module, "src", "test", "java");
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(it -> it.endsWith(test + ".java"))
          .findFirst()
          .map(
              it ->
                  root.relativize(it)
                      .toString()
                      .replaceFirst("\\.java$", "")
                      .replaceAll("[/\\\\]", "."))
          .orElseThrow(() -> new Unfit("no test " + test + " in " + module));
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
