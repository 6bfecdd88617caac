package dev.frameloom.schemas;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Hands out ids by counting. Checks no compatibility: whoever needs that wants a real registry. */
final class InMemoryRegistry implements SchemaRegistry {

  private final Map<String, Integer> idsBySchema = new HashMap<>();
  private final Map<Integer, String> schemasById = new HashMap<>();
  private final Map<String, Set<Integer>> idsBySubject = new HashMap<>();

  @Override
  public String url() {
    return "memory";
  }

  @Override
  public synchronized int register(String subject, String schema, boolean normalize) {
    int id = idsBySchema.getOrDefault(schema, idsBySchema.size() + 1);
    idsBySchema.put(schema, id);
    schemasById.put(id, schema);
    idsBySubject.computeIfAbsent(subject, fresh -> new LinkedHashSet<>()).add(id);
    return id;
  }

  @Override
  public synchronized Optional<Integer> idOf(String subject, String schema, boolean normalize) {
    return Optional.ofNullable(idsBySchema.get(schema))
        .filter(id -> idsBySubject.getOrDefault(subject, Set.of()).contains(id));
  }

  @Override
  public synchronized Optional<Registered> latest(String subject) {
    List<Integer> ids = List.copyOf(idsBySubject.getOrDefault(subject, Set.of()));
    if (ids.isEmpty()) {
      return Optional.empty();
    }
    int newest = ids.get(ids.size() - 1);
    return Optional.of(new Registered(newest, schemasById.get(newest)));
  }

  @Override
  public synchronized Optional<String> schemaById(int id) {
    return Optional.ofNullable(schemasById.get(id));
  }
}
