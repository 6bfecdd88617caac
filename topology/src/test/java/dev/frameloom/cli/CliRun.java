package dev.frameloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine;

/** A command line that was run in this process. */
public record CliRun(int code, String out, String err) {

  public static CliRun of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    int code = line.execute(args);
    return new CliRun(code, out.toString(), err.toString());
  }

  public static CliRun of(List<String> args) {
    return of(args.toArray(String[]::new));
  }

  public CliRun succeeded() {
    assertThat(code).as("%s%s", out, err).isZero();
    return this;
  }

  /** Ended with a code and a message on standard error that holds all of the words. */
  public CliRun failed(int expected, String... words) {
    assertThat(err).contains(words).doesNotContain("\tat ").doesNotContain("dev.frameloom.");
    assertThat(code).as(err).isEqualTo(expected);
    return this;
  }

  /** The last line of standard output. */
  JsonNode json() {
    succeeded();
    List<String> lines = out.lines().toList();
    try {
      return new ObjectMapper().readTree(lines.get(lines.size() - 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
