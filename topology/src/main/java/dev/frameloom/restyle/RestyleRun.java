package dev.frameloom.restyle;

import dev.frameloom.avro.DeadLetter;
import dev.frameloom.avro.GapPolicy;
import dev.frameloom.cluster.TopicReader;
import dev.frameloom.config.Config;
import dev.frameloom.config.Settings;
import dev.frameloom.egress.RecordOptions;
import dev.frameloom.egress.RecordReport;
import dev.frameloom.egress.RestyledRecorder;
import dev.frameloom.image.ImageEncoding;
import dev.frameloom.ingest.FramePublisher;
import dev.frameloom.ingest.PublishOptions;
import dev.frameloom.ingest.PublishReport;
import dev.frameloom.media.SinkOptions;
import dev.frameloom.media.VideoSource;
import dev.frameloom.metrics.InMemoryMetrics;
import dev.frameloom.schemas.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The moving parts of one run: the source is published, the result recorded, outcomes and dead
 * letters are read, each on a thread of its own, while this one watches over them.
 */
final class RestyleRun {

  private static final long WATCH_MILLIS = 100;
  private static final int LETTERS_KEPT = 20;

  private final RestyleRequest request;
  private final Config config;
  private final RunServices services;
  private final InMemoryMetrics metrics;
  private final StageClock clock = new StageClock();
  private final OutcomeTally tally = new OutcomeTally(clock);
  private final List<String> letters = new ArrayList<>();
  private final AtomicLong published = new AtomicLong();
  private final AtomicLong recorded = new AtomicLong();

  RestyleRun(
      RestyleRequest request, Config config, RunServices services, InMemoryMetrics metrics) {
    this.request = request;
    this.config = config;
    this.services = services;
    this.metrics = metrics;
  }

  RestyleSummary run(VideoSource source, ProgressListener progress, StopSignal stop)
      throws InterruptedException {
    String key = Keys.of(request.streamId(), Restyle.EDIT_ID);
    FramePublisher publisher =
        new FramePublisher(
            services.connection().kafkaProperties(),
            services.topics().frames(),
            services.serdes());
    RestyledRecorder recorder =
        new RestyledRecorder(
            services.connection().kafkaProperties(),
            services.topics().restyled(),
            services.serdes());
    long begin = System.nanoTime();
    try (var outcomes =
            TopicReader.start(
                services.connection(),
                services.topics().outcomes().name(),
                services.serdes().outcome().deserializer(),
                record -> {
                  if (key.equals(record.key())) {
                    tally.add(record.value());
                  }
                });
        var deadLetters =
            TopicReader.start(
                services.connection(),
                services.topics().deadLetters().name(),
                services.serdes().deadLetter().deserializer(),
                record -> keep(record.value()));
        ResultMeter meter =
            new ResultMeter(
                new SourceFollower(
                    services.connection(),
                    services.topics().frames(),
                    services.serdes().frame().deserializer(),
                    request.streamId()),
                clock)) {
      progress.stage("restyle", source.info().expectedFrames(), "frames");
      CompletableFuture<PublishReport> publishing =
          async("publish", () -> publisher.publish(source, publishOptions(), (f, b) -> published.set(f)));
      CompletableFuture<RecordReport> recording =
          async(
              "record",
              () ->
                  recorder.record(
                      recordOptions(key),
                      (frame, picture) -> {
                        meter.add(frame, picture);
                        recorded.incrementAndGet();
                      }));
      watch(publishing, recording, publisher, recorder, progress, stop);
      PublishReport in = publishing.join();
      RecordReport out = recording.join();
      double seconds = (System.nanoTime() - begin) / 1e9;
      return summary(in, out, meter, seconds, stop.requested());
    }
  }

  /** Shows progress, and ends both sides where one fails, a role stops, or a stop is asked for. */
  private void watch(
      CompletableFuture<PublishReport> publishing,
      CompletableFuture<RecordReport> recording,
      FramePublisher publisher,
      RestyledRecorder recorder,
      ProgressListener progress,
      StopSignal stop)
      throws InterruptedException {
    try {
      while (!finishedWithin(recording, WATCH_MILLIS)) {
        progress.done(
            recorded.get(), published.get() + " published, " + tally.windows() + " windows");
        services.roles().throwIfFailed();
        if (publishing.isCompletedExceptionally()) {
          publishing.join();
        }
        if (stop.requested() || (publishing.isDone() && nothingMoreComes(publishing.join()))) {
          publisher.stop();
          recorder.stop();
        }
      }
    } catch (RuntimeException e) {
      publisher.stop();
      recorder.stop();
      awaitQuietly(publishing);
      awaitQuietly(recording);
      throw RestyleException.unwrapped(e);
    }
    if (recording.isCompletedExceptionally()) {
      publisher.stop();
      awaitQuietly(publishing);
    }
    progress.done(recorded.get(), tally.windows() + " windows");
  }

  /**
   * True where every window has its outcome and every frame that will come was recorded, though the
   * last one was not: it was skipped, or no frame could be edited at all.
   */
  private boolean nothingMoreComes(PublishReport in) {
    OptionalLong last = tally.complete();
    if (in.frames() == 0) {
      return true;
    }
    if (last.isEmpty()) {
      return false;
    }
    boolean gapsStay = config.get(Settings.GAP_POLICY) == GapPolicy.SKIP;
    long expected = last.getAsLong() + 1 - in.firstSequence() - (gapsStay ? tally.gaps() : 0);
    boolean allFailed = tally.failed() == tally.windows();
    return recorded.get() >= expected || (allFailed && tally.gaps() > 0 && recorded.get() == 0);
  }

  private RestyleSummary summary(
      PublishReport in, RecordReport out, ResultMeter meter, double seconds, boolean stopped) {
    if (out.frames() == 0 && !stopped) {
      String why = tally.firstError();
      throw new RestyleException(
          "nothing was restyled"
              + (why.isEmpty() ? letters.isEmpty() ? "" : ": " + letters.get(0) : ": " + why));
    }
    clock.add(Stage.DECODE, TimeUnit.MILLISECONDS.toNanos(in.decodeMillis()));
    clock.add(
        Stage.PUBLISH, TimeUnit.MILLISECONDS.toNanos(in.encodeMillis() + in.publishMillis()));
    clock.add(Stage.WINDOW, metrics.count("windowNanos"));
    clock.add(Stage.REPUBLISH, metrics.count("publishNanos"));
    clock.add(Stage.REASSEMBLE, metrics.count("reassembleNanos"));
    clock.add(Stage.MUX, TimeUnit.MILLISECONDS.toNanos(out.muxMillis()));
    List<String> warnings = new ArrayList<>(in.warnings());
    warnings.addAll(out.notes());
    request.contactSheet().ifPresent(file -> writeSheet(meter, file, warnings));
    return new RestyleSummary(
        in.frames(),
        out.frames(),
        tally.windows(),
        tally.keyframes(),
        clock.millis(),
        seconds,
        out.frames() / seconds,
        meter.meanWarpError(),
        config.get(Settings.METHOD),
        tally.model(),
        tally.modelRevision(),
        tally.modelTrained(),
        config.get(Settings.SEED),
        out.encoder(),
        request.out().toString(),
        meter.digest(),
        tally.failed(),
        metrics.count("gapsFilled"),
        List.copyOf(letters),
        List.copyOf(warnings),
        stopped);
  }

  private static void writeSheet(ResultMeter meter, Path file, List<String> warnings) {
    try {
      meter.sheet().write(file);
    } catch (IOException e) {
      warnings.add("the contact sheet can't be written to " + file + ": " + e.getMessage());
    }
  }

  private synchronized void keep(DeadLetter letter) {
    if (letters.size() < LETTERS_KEPT) {
      letters.add(letter.getReason() + ": " + letter.getMessage());
    }
  }

  private PublishOptions publishOptions() {
    ImageEncoding encoding =
        ImageEncoding.valueOf(config.get(Settings.FRAME_ENCODING).name());
    return PublishOptions.of(request.streamId())
        .withEncoding(encoding, config.get(Settings.FRAME_QUALITY))
        .withEndOnStop(true);
  }

  private RecordOptions recordOptions(String key) {
    SinkOptions sink = SinkOptions.defaults();
    if (request.encoder().isPresent()) {
      sink = sink.withEncoder(request.encoder().get());
    }
    Path clip = Path.of(request.input());
    if (Files.isRegularFile(clip)) {
      sink = sink.withAudioFrom(clip);
    }
    return RecordOptions.of(key, request.out()).withSink(sink);
  }

  private static <T> CompletableFuture<T> async(
      String name, java.util.function.Supplier<T> work) {
    Executor thread = task -> new Thread(task, name).start();
    return CompletableFuture.supplyAsync(work, thread);
  }

  private static boolean finishedWithin(CompletableFuture<?> future, long millis)
      throws InterruptedException {
    try {
      future.get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true; // whoever joins it sees why
    }
  }

  private static void awaitQuietly(CompletableFuture<?> future) throws InterruptedException {
    try {
      future.get(10, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // another failure is on its way to the user already
    }
  }
}
