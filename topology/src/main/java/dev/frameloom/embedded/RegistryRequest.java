package dev.frameloom.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A request as the routes see it.
 *
 * @param method {@code GET}, {@code POST}, {@code PUT} or {@code DELETE}
 * @param path segments of the path, decoded: subjects may hold a slash
 * @param query parameters
 * @param body JSON; missing where there was none
 */
record RegistryRequest(String method, List<String> path, Map<String, String> query, JsonNode body) {

  static RegistryRequest of(String method, URI uri, JsonNode body) {
    List<String> path = new ArrayList<>();
    for (String segment : uri.getRawPath().split("/", -1)) {
      if (!segment.isEmpty()) {
        path.add(decode(segment.replace("+", "%2B")));
      }
    }
    Map<String, String> query = new HashMap<>();
    String raw = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    Arrays.stream(raw.split("&", -1))
        .filter(each -> !each.isEmpty())
        .map(each -> each.split("=", 2))
        .forEach(pair -> query.put(decode(pair[0]), pair.length > 1 ? decode(pair[1]) : ""));
    return new RegistryRequest(method, List.copyOf(path), Map.copyOf(query), body);
  }

  boolean flag(String name) {
    return query.getOrDefault(name, "false").equals("true");
  }

  /** The schema in the body. */
  String schema() {
    String type = body.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw new RegistryError(
          RegistryError.INVALID_SCHEMA,
          "Invalid schema type %s: this registry holds AVRO only".formatted(type));
    }
    if (!body.path("references").isEmpty()) {
      throw new RegistryError(
          RegistryError.INVALID_SCHEMA,
          "This registry holds no references between schemas; register complete schemas");
    }
    if (!body.path("schema").isTextual()) {
      throw new RegistryError(RegistryError.INVALID_SCHEMA, "Empty schema");
    }
    return body.path("schema").asText();
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
