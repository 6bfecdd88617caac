package dev.frameloom.schemas;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates, lists and deletes topics. Every method fails with {@link ClusterException}. */
public final class TopicAdmin implements AutoCloseable {

  private static final Set<String> SETTINGS =
      Set.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
          TopicConfig.RETENTION_MS_CONFIG);

  private final Admin admin;
  private final ClusterCalls calls;

  private TopicAdmin(Admin admin, ClusterCalls calls) {
    this.admin = admin;
    this.calls = calls;
  }

  /** Takes Kafka's own client properties; tries every call for up to 30 seconds. */
  public static TopicAdmin connect(Map<String, ?> clientProperties) {
    return connect(clientProperties, Duration.ofSeconds(30));
  }

  /** Takes Kafka's own client properties, and how long to try every call. */
  public static TopicAdmin connect(Map<String, ?> clientProperties, Duration timeout) {
    Map<String, Object> settings = new HashMap<>(clientProperties);
    int millis = Math.toIntExact(timeout.toMillis());
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
    Object servers = settings.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
    ClusterCalls calls = new ClusterCalls(String.valueOf(servers), timeout);
    return new TopicAdmin(calls.connect(() -> Admin.create(settings)), calls);
  }

  /**
   * Creates the topics that are missing and tells how the others differ. Never changes one. All can
   * be used when this returns.
   */
  public TopicReport create(Topics topics) {
    Map<String, KafkaFuture<Void>> results =
        admin.createTopics(topics.all().stream().map(TopicAdmin::newTopic).toList()).values();
    Set<String> existing = new HashSet<>();
    for (TopicDefinition topic : topics.all()) {
      Optional<Boolean> created =
          calls.unless(
              TopicExistsException.class,
              "creating topic " + topic.name(),
              results.get(topic.name()).thenApply(done -> true));
      if (created.isEmpty()) {
        existing.add(topic.name());
      }
    }
    int count = topics.all().size();
    calls.await("creating topics", () -> list(topics).size() == count);
    Map<String, TopicDescription> found = describe(existing);
    return new TopicReport(
        topics.all().stream()
            .map(topic -> entry(topic, Optional.ofNullable(found.get(topic.name()))))
            .toList());
  }

  /** Those of our topics that exist, in the order in which data passes through. */
  public List<TopicDescription> list(Topics topics) {
    Map<String, TopicDescription> found = describe(ofOurs(topics));
    return topics.all().stream()
        .map(topic -> found.get(topic.name()))
        .filter(Objects::nonNull)
        .toList();
  }

  /** Deletes those of our topics that exist, with all their records, and gives their names. */
  public List<String> delete(Topics topics) {
    Set<String> deleted = new TreeSet<>(ofOurs(topics));
    admin
        .deleteTopics(Set.copyOf(deleted))
        .topicNameValues()
        .forEach(
            (name, result) -> {
              Optional<Boolean> done =
                  calls.unless(
                      UnknownTopicOrPartitionException.class,
                      "deleting topic " + name,
                      result.thenApply(nothing -> true));
              if (done.isEmpty()) {
                deleted.remove(name);
              }
            });
    calls.await("deleting topics", () -> ofOurs(topics).isEmpty());
    return List.copyOf(deleted);
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
  }

  private Set<String> ofOurs(Topics topics) {
    Set<String> names = new HashSet<>(calls.get("listing topics", admin.listTopics().names()));
    names.retainAll(topics.all().stream().map(TopicDefinition::name).toList());
    return names;
  }

  /** Describes those that brokers know; some may have been created or deleted just now. */
  private Map<String, TopicDescription> describe(Collection<String> names) {
    Map<String, TopicDescription> found = new HashMap<>();
    if (names.isEmpty()) {
      return found;
    }
    List<ConfigResource> resources =
        names.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
    Map<ConfigResource, KafkaFuture<Config>> configs = admin.describeConfigs(resources).values();
    admin
        .describeTopics(names)
        .topicNameValues()
        .forEach(
            (name, topic) -> {
              KafkaFuture<Config> config =
                  configs.get(new ConfigResource(ConfigResource.Type.TOPIC, name));
              found(name, topic)
                  .flatMap(known -> found(name, config).map(its -> described(known, its)))
                  .ifPresent(description -> found.put(name, description));
            });
    return found;
  }

  private <R> Optional<R> found(String name, KafkaFuture<R> answer) {
    return calls.unless(UnknownTopicOrPartitionException.class, "describing topic " + name, answer);
  }

  private static TopicDescription described(
      org.apache.kafka.clients.admin.TopicDescription topic, Config config) {
    return new TopicDescription(
        topic.name(),
        topic.partitions().size(),
        topic.partitions().get(0).replicas().size(),
        settings(config));
  }

  private static Map<String, String> settings(Config config) {
    Map<String, String> settings = new TreeMap<>();
    for (ConfigEntry entry : config.entries()) {
      if (SETTINGS.contains(entry.name())) {
        settings.put(entry.name(), entry.value());
      }
    }
    return settings;
  }

  private static TopicReport.Entry entry(TopicDefinition topic, Optional<TopicDescription> found) {
    if (found.isEmpty()) {
      return new TopicReport.Created(topic.name());
    }
    List<String> differences = topic.differencesFrom(found.get());
    return differences.isEmpty()
        ? new TopicReport.Existing(topic.name())
        : new TopicReport.Different(topic.name(), differences);
  }

  private static NewTopic newTopic(TopicDefinition topic) {
    return new NewTopic(
            topic.name(), Optional.of(topic.partitions()), topic.chosenReplicationFactor())
        .configs(topic.config());
  }
}
