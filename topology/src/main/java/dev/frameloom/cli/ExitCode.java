package dev.frameloom.cli;

import dev.frameloom.cluster.UnreachableException;
import dev.frameloom.config.ConfigException;
import dev.frameloom.hub.HubException;
import dev.frameloom.media.MediaException;
import dev.frameloom.schemas.ClusterException;
import dev.frameloom.weights.ModelLoadException;
import picocli.CommandLine;

/** What the process exits with. */
final class ExitCode {

  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int MEDIA = 3;
  static final int UNREACHABLE = 4;
  static final int MODEL = 5;

  private ExitCode() {}

  static int of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConfigException || cause instanceof CommandLine.ParameterException) {
        return USAGE;
      }
      if (cause instanceof MediaException) {
        return MEDIA;
      }
      if (cause instanceof UnreachableException
          || cause instanceof ClusterException
          || cause instanceof HubException) {
        return UNREACHABLE;
      }
      if (cause instanceof ModelLoadException) {
        return MODEL;
      }
    }
    return FAILED;
  }
}
