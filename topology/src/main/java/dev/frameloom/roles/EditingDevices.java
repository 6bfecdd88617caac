package dev.frameloom.roles;

import dev.frameloom.cluster.ClusterConnection;
import dev.frameloom.config.Config;
import dev.frameloom.config.ConfigException;
import dev.frameloom.config.Settings;
import dev.frameloom.edit.EditRuntime;
import dev.frameloom.edit.ModelLocator;
import dev.frameloom.edit.TrajectoryLimits;
import dev.frameloom.edit.WindowEditor;
import dev.frameloom.editing.FailureText;
import dev.frameloom.editing.FetchLimits;
import dev.frameloom.editing.GpuScheduler;
import dev.frameloom.editing.KafkaFrameFetcher;
import dev.frameloom.editing.SchedulerLimits;
import dev.frameloom.editing.WindowWork;
import dev.frameloom.editing.WindowWorker;
import dev.frameloom.editing.WorkerConfig;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.metrics.PipelineMetrics;
import dev.frameloom.model.MemoryBudget;
import dev.frameloom.schemas.RecordSerdes;
import dev.frameloom.schemas.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** The devices that edit, each with a worker thread, a runtime and a consumer of its own. */
public final class EditingDevices {

  private EditingDevices() {}

  /**
   * Starts them.
   *
   * @param ready what the first one edits with, where the records are those of a run of its own;
   *     else anybody may have written them, and they name models of the catalog alone
   */
  static GpuScheduler start(
      Config config,
      ClusterConnection connection,
      Topics topics,
      RecordSerdes serdes,
      PipelineMetrics metrics,
      Optional<WindowEditor> ready) {
    TrajectoryLimits trajectories = trajectories(config);
    ModelLocator models = ready.isPresent() ? new ModelFolders(config) : new NamedModels(config);
    WorkerConfig worker =
        new WorkerConfig(
            topics.editedFrames().maxMessageBytes(),
            config.get(Settings.FRAME_PIXELS),
            config.get(Settings.EDITED_PIXELS),
            config.get(Settings.WINDOW_PIXELS),
            ready.isPresent() ? FailureText.WHOLE : FailureText.GUARDED);
    List<Supplier<WindowWork>> devices = new ArrayList<>();
    for (String device : names(config)) {
      Supplier<WindowEditor> editor =
          devices.isEmpty() && ready.isPresent()
              ? ready::get
              : () -> editor(config, models, device, trajectories);
      devices.add(
          () ->
              new WindowWorker(fetcher(config, connection, topics, serdes), editor.get(), worker));
    }
    SchedulerLimits limits =
        new SchedulerLimits(
            config.get(Settings.QUEUED_WINDOWS),
            config.get(Settings.RESULT_WINDOWS),
            config.get(Settings.RESULT_BYTES),
            SchedulerLimits.defaults().retryPause());
    return new GpuScheduler(limits, metrics, devices);
  }

  /** Looks whether retention is near the frames that a scheduler's windows wait for. */
  static TrimWatch trimWatch(
      ClusterConnection connection,
      Topics topics,
      GpuScheduler scheduler,
      PipelineMetrics metrics) {
    Map<String, Object> properties = connection.kafkaProperties();
    properties.putAll(KafkaFrameFetcher.consumerSettings());
    return new TrimWatch(
        new KafkaConsumer<>(properties),
        scheduler::oldest,
        topics.frames().retention(),
        metrics,
        Clock.systemUTC());
  }

  /**
   * What the first device edits with, made ahead of the role or without one; the caller closes it.
   */
  public static EditRuntime first(Config config) {
    return editor(config, new ModelFolders(config), names(config).get(0), trajectories(config));
  }

  private static EditRuntime editor(
      Config config, ModelLocator models, String device, TrajectoryLimits trajectories) {
    return new EditRuntime(models, device, budget(config), trajectories);
  }

  /** What each device may keep of inverted frames. */
  static TrajectoryLimits trajectories(Config config) {
    return new TrajectoryLimits(
        config.get(Settings.LATENT_MEMORY), config.get(Settings.LATENT_DISK), latentFolder(config));
  }

  private static Path latentFolder(Config config) {
    String chosen = config.get(Settings.LATENT_DIR);
    if (chosen.isEmpty()) {
      return TrajectoryLimits.defaults().folder();
    }
    Path folder = ModelFolders.expand(chosen);
    if (!Files.isDirectory(folder)) {
      throw new ConfigException("editing.latent-dir: " + folder + " is no folder; make it");
    }
    return folder;
  }

  private static MemoryBudget budget(Config config) {
    long bytes = config.get(Settings.MEMORY_BUDGET);
    return bytes == 0 ? MemoryBudget.UNBOUNDED : new MemoryBudget(bytes);
  }

  private static List<String> names(Config config) {
    List<String> names =
        Arrays.stream(config.get(Settings.DEVICES).split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    for (String name : names) {
      try {
        ComputeDevice.requireName(name);
      } catch (IllegalArgumentException e) {
        throw new ConfigException("editing.devices: " + e.getMessage());
      }
    }
    if (names.isEmpty()) {
      throw new ConfigException("editing.devices names no device");
    }
    return names;
  }

  private static KafkaFrameFetcher fetcher(
      Config config, ClusterConnection connection, Topics topics, RecordSerdes serdes) {
    Map<String, Object> properties = connection.kafkaProperties();
    properties.putAll(KafkaFrameFetcher.consumerSettings());
    return new KafkaFrameFetcher(
        new KafkaConsumer<>(properties),
        serdes.frame().deserializer(),
        topics.frames().name(),
        new FetchLimits(
            Duration.ofMillis(config.get(Settings.FETCH_TIMEOUT)),
            config.get(Settings.WINDOW_BYTES),
            config.get(Settings.FRAME_CACHE_BYTES)));
  }
}
