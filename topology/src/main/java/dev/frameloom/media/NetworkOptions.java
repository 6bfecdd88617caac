package dev.frameloom.media;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** FFmpeg's options for a network address, so that the first frame comes soon. */
final class NetworkOptions {

  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+)://");

  private NetworkOptions() {}

  static Map<String, String> of(String url) {
    Map<String, String> options = new LinkedHashMap<>();
    switch (scheme(url)) {
      case "rtsp", "rtsps" -> {
        // UDP loses packets silently behind most routers
        options.put("rtsp_transport", "tcp");
        options.put("analyzeduration", "2000000");
      }
      case "rtmp", "rtmps" -> {
        // measured: with the defaults the first frame takes five seconds
        options.put("analyzeduration", "500000");
        options.put("probesize", "50000");
      }
      case "udp", "rtp" -> {
        options.put("fifo_size", "50000");
        options.put("overrun_nonfatal", "1");
      }
      default -> {}
    }
    return options;
  }

  /** What stands before {@code ://}; empty where it can't be a scheme: {@code C://} is a drive. */
  static String scheme(String url) {
    Matcher scheme = SCHEME.matcher(url);
    return scheme.lookingAt() ? scheme.group(1).toLowerCase(Locale.ROOT) : "";
  }

  /** An address for messages: with the password of its user part hidden. */
  static String withoutPassword(String url) {
    return url.replaceFirst("(://[^/@:]*):[^/@]*@", "$1:***@");
  }
}
