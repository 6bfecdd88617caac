package dev.frameloom.roles;

import dev.frameloom.cluster.ClusterConnection;
import dev.frameloom.config.Config;
import dev.frameloom.config.Settings;
import dev.frameloom.schemas.TopicDefinition;
import dev.frameloom.schemas.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Refuses to start a role on topics that roles of another application id worked on. What they did
 * is in their state and their offsets; without those a role begins with the oldest record, and
 * every frame would come again.
 */
final class OtherRoles implements AutoCloseable {

  private final Admin admin;
  private final Topics topics;
  private final String applicationId;

  private OtherRoles(Admin admin, Topics topics, String applicationId) {
    this.admin = admin;
    this.topics = topics;
    this.applicationId = applicationId;
  }

  static OtherRoles on(ClusterConnection connection, Config config) {
    Map<String, Object> properties = connection.kafkaProperties();
    properties.put("default.api.timeout.ms", config.get(Settings.CONNECT_TIMEOUT));
    properties.put("request.timeout.ms", config.get(Settings.CONNECT_TIMEOUT));
    return new OtherRoles(
        Admin.create(properties), TopicsOf.config(config), config.get(Settings.APPLICATION_ID));
  }

  /**
   * Lets a role pass that worked on these topics before, or is the first to do so.
   *
   * @throws RoleFailedException where another application id did its work, or does
   */
  void requireNone(Role role) throws InterruptedException {
    Set<String> ids = idsWithState(role);
    if (!ids.contains(applicationId) && holdsRecords(output(role))) {
      ids.removeIf(id -> !hasRead(id, role));
      throw new RoleFailedException(
          role,
          "streams.application-id=%s has not worked on these topics, but %s holds records: every frame would come again. Start with the id that made them%s; or begin anew on other topics (topics.prefix)"
              .formatted(
                  applicationId,
                  output(role).name(),
                  ids.isEmpty() ? "" : ", " + String.join(" or ", ids)),
          null);
    }
    Optional<String> other = otherAtWork(role);
    if (other.isPresent()) {
      throw new RoleFailedException(
          role,
          "the group %s is at work on the same topics: two sets of roles make every frame twice. Stop that one (one that was killed is forgotten after its session.timeout.ms), or use other topics (topics.prefix)"
              .formatted(other.get()),
          null);
    }
  }

  private TopicDefinition source(Role role) {
    return switch (role) {
      case WINDOWING -> topics.frames();
      case EDITING -> topics.windows();
      case REASSEMBLY -> topics.editedFrames();
    };
  }

  private TopicDefinition output(Role role) {
    return switch (role) {
      case WINDOWING -> topics.windows();
      case EDITING -> topics.outcomes();
      case REASSEMBLY -> topics.restyled();
    };
  }

  /** Ids that have state of the role on this cluster, maybe for other topics. */
  private Set<String> idsWithState(Role role) throws InterruptedException {
    String mark = "-" + role.word() + "-" + role.word() + "-"; // each store begins with its role
    Set<String> ids = new TreeSet<>();
    for (String topic : answer(admin.listTopics().names())) {
      int end = topic.indexOf(mark);
      if (end > 0 && topic.endsWith("-changelog")) {
        ids.add(topic.substring(0, end));
      }
    }
    return ids;
  }

  /** Whether an id's group has read the role's topic. */
  private boolean hasRead(String id, Role role) {
    try {
      return answer(
              admin
                  .listConsumerGroupOffsets(id + "-" + role.word())
                  .partitionsToOffsetAndMetadata())
          .keySet()
          .stream()
          .anyMatch(partition -> partition.topic().equals(source(role).name()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean holdsRecords(TopicDefinition topic) throws InterruptedException {
    List<TopicPartition> partitions;
    try {
      int count =
          answer(admin.describeTopics(List.of(topic.name())).topicNameValues().get(topic.name()))
              .partitions()
              .size();
      partitions =
          IntStream.range(0, count).mapToObj(i -> new TopicPartition(topic.name(), i)).toList();
    } catch (UnknownTopicOrPartitionException e) {
      return false;
    }
    Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> first =
        offsets(partitions, OffsetSpec.earliest());
    Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> end =
        offsets(partitions, OffsetSpec.latest());
    return partitions.stream().anyMatch(p -> end.get(p).offset() > first.get(p).offset());
  }

  private Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> offsets(
      List<TopicPartition> partitions, OffsetSpec which) throws InterruptedException {
    return answer(
        admin
            .listOffsets(
                partitions.stream().collect(java.util.stream.Collectors.toMap(p -> p, p -> which)))
            .all());
  }

  /** Another group of this role that has members and reads the role's topic. */
  private Optional<String> otherAtWork(Role role) throws InterruptedException {
    String own = applicationId + "-" + role.word();
    List<String> candidates =
        answer(admin.listGroups().all()).stream()
            .map(group -> group.groupId())
            .filter(id -> id.endsWith("-" + role.word()) && !id.equals(own))
            .toList();
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    Collection<ConsumerGroupDescription> groups =
        answer(admin.describeConsumerGroups(candidates).all()).values();
    return groups.stream()
        .filter(group -> reads(group, source(role).name()))
        .map(ConsumerGroupDescription::groupId)
        .findFirst();
  }

  private static boolean reads(ConsumerGroupDescription group, String topic) {
    return group.members().stream()
        .flatMap(member -> member.assignment().topicPartitions().stream())
        .anyMatch(partition -> partition.topic().equals(topic));
  }

  private static <T> T answer(KafkaFuture<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
  }
}
