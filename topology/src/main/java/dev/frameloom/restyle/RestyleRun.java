package dev.frameloom.restyle;

import dev.frameloom.avro.DeadLetter;
import dev.frameloom.avro.GapPolicy;
import dev.frameloom.cluster.TopicReader;
import dev.frameloom.config.Config;
import dev.frameloom.config.Settings;
import dev.frameloom.egress.RestyledRecorder;
import dev.frameloom.image.ImageEncoding;
import dev.frameloom.ingest.FramePublisher;
import dev.frameloom.ingest.PublishOptions;
import dev.frameloom.ingest.PublishReport;
import dev.frameloom.media.MediaException;
import dev.frameloom.media.VideoSource;
import dev.frameloom.metrics.InMemoryMetrics;
import dev.frameloom.roles.EditValues;
import dev.frameloom.schemas.Keys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
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
  private final List<String> notes;
  private final StageClock clock = new StageClock();
  private final OutcomeTally tally = new OutcomeTally(clock);
  private final List<String> letters = new CopyOnWriteArrayList<>();
  private final AtomicLong published = new AtomicLong();
  private final AtomicLong recorded = new AtomicLong();
  private volatile boolean failing;

  /**
   * A run that has not begun.
   *
   * @param notes warnings so far, for the summary
   */
  RestyleRun(
      RestyleRequest request,
      Config config,
      RunServices services,
      InMemoryMetrics metrics,
      List<String> notes) {
    this.notes = notes;
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
            services.connection().kafkaProperties(), services.topics().frames(), services.serdes());
    RestyledRecorder recorder =
        new RestyledRecorder(
            services.connection().kafkaProperties(),
            services.topics().restyled(),
            services.serdes());
    AheadLimit held = new AheadLimit(source, aheadFrames());
    long begin = System.nanoTime();
    try (var outcomes =
            TopicReader.start(
                services.connection(),
                services.topics().outcomes().name(),
                services.serdes().outcome().deserializer(),
                record -> {
                  if (key.equals(record.key()) && tally.add(record.value())) {
                    held.finished(record.value().getGaps().size());
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
                clock,
                request.report().isPresent()
                    ? OptionalDouble.of(config.get(Settings.SCENE_CUT))
                    : OptionalDouble.empty())) {
      progress.stage("restyle", source.info().expectedFrames(), "frames");
      CompletableFuture<PublishReport> publishing =
          async(
              "publish",
              () -> publisher.publish(held, publishOptions(), (f, b) -> published.set(f)));
      CompletableFuture<OutputFile> recording =
          async(
              "record",
              () ->
                  OutputFile.write(
                      request,
                      source.info().frameRate(),
                      recorder,
                      (frame, picture) -> {
                        meter.add(frame, picture);
                        recorded.incrementAndGet();
                        held.finished(1);
                      },
                      () -> !failing));
      Work work =
          new Work(publishing, recording, publisher, recorder, List.of(outcomes, deadLetters));
      watch(work, progress, stop);
      PublishReport in = join(publishing);
      OutputFile out = join(recording);
      double seconds = (System.nanoTime() - begin) / 1e9;
      clock.add(Stage.DECODE, -held.waitedNanos());
      return summary(in, out, meter, seconds, stop.requested());
    }
  }

  /** What goes on beside the watching thread. */
  private record Work(
      CompletableFuture<PublishReport> publishing,
      CompletableFuture<OutputFile> recording,
      FramePublisher publisher,
      RestyledRecorder recorder,
      List<TopicReader<?>> readers) {

    void stop() {
      publisher.stop();
      recorder.stop();
    }

    /** What became of the part that was recorded belongs to the message of a failure. */
    void addRecorded(RuntimeException failure) {
      if (recording.isCompletedExceptionally()) {
        try {
          recording.join();
        } catch (CompletionException e) {
          failure.addSuppressed(e.getCause());
        }
      }
    }

    void stopAndWait() throws InterruptedException {
      stop();
      awaitQuietly(publishing);
      awaitQuietly(recording);
    }
  }

  /** Shows progress, and ends both sides where one fails, a role stops, or a stop is asked for. */
  private void watch(Work work, ProgressListener progress, StopSignal stop)
      throws InterruptedException {
    try {
      while (!finishedWithin(work.recording(), WATCH_MILLIS)) {
        progress.done(
            recorded.get(), published.get() + " published, " + tally.windows() + " windows");
        services.throwIfFailed();
        for (TopicReader<?> reader : work.readers()) {
          reader.throwIfFailed();
        }
        if (work.publishing().isCompletedExceptionally()) {
          join(work.publishing());
        }
        if (stop.requested()
            || (work.publishing().isDone() && nothingMoreComes(join(work.publishing())))) {
          work.stop();
        }
      }
    } catch (RuntimeException e) {
      failing = true;
      work.stopAndWait();
      work.addRecorded(e);
      throw e;
    }
    if (work.recording().isCompletedExceptionally()) {
      work.stopAndWait();
      join(work.recording()); // that the source was stopped for it is no news
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
    boolean nothingToHold = tally.framesPublished() == 0;
    return recorded.get() >= expected || nothingToHold;
  }

  private RestyleSummary summary(
      PublishReport in, OutputFile out, ResultMeter meter, double seconds, boolean stopped) {
    if (out.report().frames() == 0 && !stopped) {
      String why = tally.firstError();
      throw new RestyleException(
          "nothing was restyled"
              + (why.isEmpty() ? letters.isEmpty() ? "" : ": " + letters.get(0) : ": " + why));
    }
    clock.add(Stage.DECODE, TimeUnit.MILLISECONDS.toNanos(in.decodeMillis()));
    clock.add(Stage.PUBLISH, TimeUnit.MILLISECONDS.toNanos(in.encodeMillis() + in.publishMillis()));
    clock.add(Stage.WINDOW, metrics.count("windowNanos"));
    clock.add(Stage.REPUBLISH, metrics.count("publishNanos"));
    clock.add(Stage.REASSEMBLE, metrics.count("reassembleNanos"));
    clock.add(Stage.MUX, TimeUnit.MILLISECONDS.toNanos(out.report().writeMillis()));
    List<String> warnings = new ArrayList<>(notes);
    warnings.addAll(in.warnings());
    warnings.addAll(out.notes());
    request.contactSheet().ifPresent(file -> writeSheet(meter, file, warnings));
    request.report().ifPresent(file -> writeReport(meter, file, warnings));
    return new RestyleSummary(
        in.frames(),
        out.report().frames(),
        tally.windows(),
        tally.keyframes(),
        clock.millis(),
        seconds,
        out.report().frames() / seconds,
        meter.meanWarpError(),
        meter.meanDetail(),
        tally.unsteadiest(),
        config.get(Settings.METHOD),
        EditValues.of(config),
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
    } catch (MediaException e) {
      warnings.add("the contact sheet: " + e.getMessage());
    }
  }

  private void writeReport(ResultMeter meter, Path file, List<String> warnings) {
    RunReport page = new RunReport(request, config);
    meter.report().ifPresent(it -> page.write(file, it, tally.modelRevision(), warnings));
  }

  private void keep(DeadLetter letter) {
    if (letters.size() < LETTERS_KEPT) {
      letters.add(letter.getReason() + ": " + letter.getMessage());
    }
  }

  /** The configured bound, but never less than windowing needs to close a window. */
  private int aheadFrames() {
    int window = config.get(Settings.KEYFRAME_INTERVAL) * config.get(Settings.WINDOW_KEYFRAMES);
    return Math.max(
        config.get(Settings.AHEAD_FRAMES), 2 * (window + config.get(Settings.GRACE_FRAMES)));
  }

  private PublishOptions publishOptions() {
    ImageEncoding encoding = ImageEncoding.valueOf(config.get(Settings.FRAME_ENCODING).name());
    return PublishOptions.of(request.streamId())
        .withEncoding(encoding, config.get(Settings.FRAME_QUALITY))
        .withEndOnStop(true);
  }

  private static <T> CompletableFuture<T> async(String name, java.util.function.Supplier<T> work) {
    Executor thread = task -> new Thread(task, name).start();
    return CompletableFuture.supplyAsync(work, thread);
  }

  private static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw RestyleException.unwrapped(e);
    }
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
