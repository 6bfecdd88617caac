package dev.frameloom.cli;

import dev.frameloom.config.ConfigException;
import dev.frameloom.config.Surroundings;
import dev.frameloom.config.Version;
import dev.frameloom.engine.NativeLibraryException;
import java.io.PrintWriter;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the command line. */
@Command(
    name = "frameloom",
    description = "Restyles video that lives on Kafka.",
    version = "frameloom " + Version.NUMBER,
    mixinStandardHelpOptions = true,
    subcommands = {
      RestyleCommand.class,
      EvaluateCommand.class,
      ServeCommand.class,
      IngestCommand.class,
      EditCommand.class,
      RecordCommand.class,
      TopicsCommand.class,
      ModelsCommand.class,
      SampleCommand.class,
      ConfigCommand.class,
      BenchCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  frameloom restyle clip.mp4 --prompt \"a pencil sketch\" --out styled.mp4",
      "  frameloom serve --roles editing --bootstrap-servers kafka:9092 --registry"
          + " http://registry:8081",
      "",
      "Exit codes:",
      "  0   done",
      "  1   failed; the message says what and where",
      "  2   the command line or the configuration can't be understood",
      "  3   the input can't be read as video, or the output can't be written",
      "  4   Kafka, the schema registry or the model hub could not be reached",
      "  5   the model can't be loaded, or is not what was catalogued",
      "  130 stopped by Ctrl-C; what was written so far is complete in itself",
    })
public final class Main {

  private Main() {}

  /** Runs the command line and exits with its {@link ExitCode}. */
  public static void main(String[] args) {
    int code = ExitCode.FAILED;
    try {
      Surroundings.prepare(System.getenv()).ifPresent(Main::say);
      code = execute(args);
    } catch (ConfigException e) {
      say(e.getMessage());
      code = ExitCode.of(e);
    } catch (Throwable e) {
      if (!Stop.requested()) { // in a JVM that goes down much fails, and nobody wants to know
        throw e;
      }
    } finally {
      Stop.finished();
    }
    if (!Stop.requested()) {
      System.exit(code);
    }
    // Ctrl-C: the JVM is on its way down already, and exits with 130 when its hooks are done
  }

  static int execute(String... args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.setExecutionExceptionHandler(Main::report);
    line.setExecutionStrategy(Main::run);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    return line;
  }

  /** Errors pass picocli by; those of native libraries have something to say to the user. */
  private static int run(CommandLine.ParseResult parsed) {
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (LinkageError e) {
      if (NativeLibraryException.concerns(e)) {
        throw new CommandLine.ExecutionException(
            parsed.commandSpec().commandLine(), e.getMessage(), new NativeLibraryException(e));
      }
      throw e;
    }
  }

  private static void say(String text) {
    System.err.println("frameloom: " + text);
  }

  private static int report(
      Exception failure, CommandLine line, CommandLine.ParseResult parseResult) {
    PrintWriter err = line.getErr();
    Throwable told =
        NativeLibraryException.concerns(failure) ? new NativeLibraryException(failure) : failure;
    err.println("frameloom: " + Messages.of(told));
    err.flush();
    LoggerFactory.getLogger(Main.class).debug("the command failed", failure);
    return ExitCode.of(failure);
  }
}
