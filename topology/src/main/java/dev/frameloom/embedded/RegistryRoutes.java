package dev.frameloom.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Confluent's REST interface, as far as Avro needs it: from requests to rules and back to JSON. */
final class RegistryRoutes {

  private static final String READ_WRITE = "READWRITE";

  private final RegistryRules rules;
  private final ObjectMapper json = new ObjectMapper();

  RegistryRoutes(RegistryRules rules) {
    this.rules = rules;
  }

  JsonNode answer(RegistryRequest request) {
    List<String> path = request.path();
    if (path.isEmpty()) {
      return json.createObjectNode();
    }
    return switch (path.get(0)) {
      case "subjects" -> subjects(request, path);
      case "schemas" -> schemas(request, path);
      case "config" -> config(request, path);
      case "compatibility" -> compatibility(request, path);
      case "mode" -> mode(request, path);
      case "contexts" -> json.valueToTree(List.of("."));
      default -> throw notFound(request);
    };
  }

  private JsonNode subjects(RegistryRequest request, List<String> path) {
    if (path.size() == 1) {
      only(request, "GET");
      return json.valueToTree(rules.subjects(request.flag("deleted")));
    }
    String subject = path.get(1);
    if (path.size() == 2) {
      return switch (request.method()) {
        case "POST" -> described(rules.lookUp(subject, request.schema(), request.flag("deleted")));
        case "DELETE" -> json.valueToTree(rules.deleteSubject(subject, request.flag("permanent")));
        default -> throw notAllowed(request);
      };
    }
    if (!path.get(2).equals("versions")) {
      throw notFound(request);
    }
    if (path.size() == 3) {
      return switch (request.method()) {
        case "GET" -> json.valueToTree(rules.versions(subject, request.flag("deleted")));
        case "POST" -> registered(request, subject);
        default -> throw notAllowed(request);
      };
    }
    return version(request, subject, path);
  }

  private JsonNode version(RegistryRequest request, String subject, List<String> path) {
    String version = path.get(3);
    if (path.size() == 4 && request.method().equals("DELETE")) {
      return json.valueToTree(rules.deleteVersion(subject, version, request.flag("permanent")));
    }
    only(request, "GET");
    SchemaVersion found = rules.version(subject, version, request.flag("deleted"));
    if (path.size() == 4) {
      return described(found);
    }
    return switch (path.get(4)) {
      case "schema" -> tree(found.schema());
      case "referencedby" -> json.createArrayNode();
      default -> throw notFound(request);
    };
  }

  private JsonNode registered(RegistryRequest request, String subject) {
    SchemaVersion place = rules.register(subject, request.schema());
    return json.createObjectNode().put("id", place.id());
  }

  private JsonNode schemas(RegistryRequest request, List<String> path) {
    only(request, "GET");
    if (path.size() == 2 && path.get(1).equals("types")) {
      return json.valueToTree(List.of("AVRO"));
    }
    if (path.size() < 3 || !path.get(1).equals("ids")) {
      throw notFound(request);
    }
    int id = id(path.get(2));
    if (path.size() == 3) {
      return json.createObjectNode().put("schema", rules.schema(id));
    }
    List<SchemaVersion> uses = rules.usesOf(id, request.flag("deleted"));
    return switch (path.get(3)) {
      case "schema" -> tree(rules.schema(id));
      case "subjects" ->
          json.valueToTree(uses.stream().map(SchemaVersion::subject).distinct().toList());
      case "versions" ->
          json.valueToTree(
              uses.stream()
                  .map(each -> Map.of("subject", each.subject(), "version", each.version()))
                  .toList());
      default -> throw notFound(request);
    };
  }

  private JsonNode config(RegistryRequest request, List<String> path) {
    String subject = path.size() > 1 ? path.get(1) : RegistryState.GLOBAL;
    return switch (request.method()) {
      case "GET" ->
          json.createObjectNode()
              .put(
                  "compatibilityLevel",
                  rules.level(subject, request.flag("defaultToGlobal")).name());
      case "PUT" -> {
        CompatibilityLevel level =
            CompatibilityLevel.of(request.body().path("compatibility").asText());
        rules.setLevel(subject, level);
        yield json.createObjectNode().put("compatibility", level.name());
      }
      case "DELETE" ->
          json.createObjectNode().put("compatibilityLevel", rules.clearLevel(subject).name());
      default -> throw notAllowed(request);
    };
  }

  private JsonNode compatibility(RegistryRequest request, List<String> path) {
    only(request, "POST");
    boolean shaped =
        path.size() >= 4
            && path.size() <= 5
            && path.get(1).equals("subjects")
            && path.get(3).equals("versions");
    if (!shaped) {
      throw notFound(request);
    }
    Optional<String> version = path.size() == 5 ? Optional.of(path.get(4)) : Optional.empty();
    List<String> violations = rules.violations(path.get(2), version, request.schema());
    ObjectNode answer = json.createObjectNode().put("is_compatible", violations.isEmpty());
    if (request.flag("verbose")) {
      answer.set("messages", json.valueToTree(violations));
    }
    return answer;
  }

  /** There is only one mode; clients that ask get it, clients that want another are refused. */
  private JsonNode mode(RegistryRequest request, List<String> path) {
    boolean read = request.method().equals("GET");
    boolean same = request.body().path("mode").asText().equals(READ_WRITE);
    if (path.size() > 2 || (!read && !same)) {
      throw notAllowed(request);
    }
    return json.createObjectNode().put("mode", READ_WRITE);
  }

  private JsonNode described(SchemaVersion version) {
    return json.createObjectNode()
        .put("subject", version.subject())
        .put("version", version.version())
        .put("id", version.id())
        .put("schema", version.schema());
  }

  private JsonNode tree(String schema) {
    try {
      return json.readTree(schema);
    } catch (JsonProcessingException e) {
      throw new RegistryError(RegistryError.STORE_FAILED, "A kept schema is damaged", e);
    }
  }

  private static int id(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new RegistryError(
          RegistryError.RESOURCE_NOT_FOUND, "HTTP 404 Not Found: schema id " + text, e);
    }
  }

  private static void only(RegistryRequest request, String method) {
    if (!request.method().equals(method)) {
      throw notAllowed(request);
    }
  }

  private static RegistryError notAllowed(RegistryRequest request) {
    return new RegistryError(
        RegistryError.METHOD_NOT_ALLOWED, "HTTP 405 Method Not Allowed: " + request.method());
  }

  private static RegistryError notFound(RegistryRequest request) {
    return new RegistryError(
        RegistryError.RESOURCE_NOT_FOUND,
        "HTTP 404 Not Found: /" + String.join("/", request.path()));
  }
}
