package dev.frameloom.config;

/** Writes the table of all properties, as Markdown: the documentation is made from the code. */
public final class SettingsTable {

  private SettingsTable() {}

  /** The document {@code docs/configuration.md}, whole. */
  public static String markdown() {
    StringBuilder out = new StringBuilder();
    out.append("# Configuration\n\n")
        .append("Made by `frameloom config --markdown`; a test holds it to the code.\n\n")
        .append("Each value comes from, the later over the earlier: the default; the file that\n")
        .append("`--config` names, or `frameloom.properties` in the current folder; the\n")
        .append("environment; the command line (`--set key=value`, or a flag of the command).\n")
        .append("A key that is not listed fails, wherever it is set, but for those below\n")
        .append("`kafka.client.` and `registry.client.`, which are handed to the Kafka clients\n")
        .append("and to the registry client (under Confluent's names) as they are. The file is\n")
        .append(
            "UTF-8; a byte order mark is passed over, and one of UTF-16 is followed. Variables\n")
        .append("that Kubernetes sets for a service whose name begins with frameloom\n")
        .append(
            "(`FRAMELOOM_PORT=tcp://…`, `FRAMELOOM_SERVICE_HOST`) are told by their shape and\n")
        .append("passed over.\n\n")
        .append("| property | type | default | what it does |\n")
        .append("|---|---|---|---|\n");
    for (Setting<?> setting : Settings.all()) {
      out.append("| `").append(setting.key()).append("`<br>`").append(setting.environmentName());
      out.append("` | ").append(setting.type()).append(" | ");
      out.append(setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "`");
      out.append(" | ").append(setting.doc()).append(" |\n");
    }
    return out.toString();
  }
}
