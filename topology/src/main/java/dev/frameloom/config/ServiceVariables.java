package dev.frameloom.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells the variables that Kubernetes sets for a service (and Docker for a link) from ours: where a
 * service is named {@code frameloom} or {@code frameloom-kafka}, theirs begin as ours do. They are
 * told by the shape of name and value together, so that a mistyped property is still refused.
 */
final class ServiceVariables {

  private static final String ADDRESS = "[0-9.]+|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*";
  private static final Pattern HOST = Pattern.compile("\\w+_SERVICE_HOST");
  private static final Pattern PORT = Pattern.compile("\\w+_SERVICE_PORT(_\\w+)?");
  private static final Pattern LINK = Pattern.compile("\\w+_PORT(_\\d+_(TCP|UDP|SCTP))?");
  private static final Pattern PART =
      Pattern.compile("\\w+_PORT_\\d+_(?:TCP|UDP|SCTP)_(PROTO|PORT|ADDR)");

  private static final Pattern URL = Pattern.compile("(tcp|udp|sctp)://\\S+:\\d+");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");
  private static final Pattern PROTOCOL = Pattern.compile("tcp|udp|sctp");

  private ServiceVariables() {}

  /** Whether a variable says where a service is. */
  static boolean matches(String name, String value) {
    Matcher part = PART.matcher(name);
    if (part.matches()) {
      return switch (part.group(1)) {
        case "PROTO" -> PROTOCOL.matcher(value).matches();
        case "PORT" -> NUMBER.matcher(value).matches();
        default -> value.matches(ADDRESS);
      };
    }
    if (HOST.matcher(name).matches()) {
      return value.matches(ADDRESS);
    }
    if (PORT.matcher(name).matches()) {
      return NUMBER.matcher(value).matches();
    }
    return LINK.matcher(name).matches() && URL.matcher(value).matches();
  }
}
