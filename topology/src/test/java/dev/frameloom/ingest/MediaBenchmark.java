package dev.frameloom.ingest;

import dev.frameloom.embedded.BrokerSettings;
import dev.frameloom.embedded.EmbeddedKafka;
import dev.frameloom.media.Clips;
import dev.frameloom.media.SinkOptions;
import dev.frameloom.media.SourceOptions;
import dev.frameloom.media.VideoFrame;
import dev.frameloom.media.VideoSink;
import dev.frameloom.media.VideoSinks;
import dev.frameloom.media.VideoSource;
import dev.frameloom.media.VideoSources;
import dev.frameloom.schemas.RecordSerdes;
import dev.frameloom.schemas.SchemaRegistry;
import dev.frameloom.schemas.TopicAdmin;
import dev.frameloom.schemas.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Frames per second of writing, reading and publishing 512x512 video. Run by hand. */
public final class MediaBenchmark {

  private static final int FRAMES = 500;

  private MediaBenchmark() {}

  /** Measures each twice, the first time to warm up. */
  public static void main(String[] args) throws Exception {
    Path file = Files.createTempFile("frameloom", ".mp4");
    List<VideoFrame> frames = Clips.testFrames(512, 512, FRAMES);
    try (EmbeddedKafka broker = EmbeddedKafka.start(BrokerSettings.temporary())) {
      for (int round = 0; round < 2; round++) {
        write(file, frames);
        read(file);
        publish(file, broker, "clip-" + round);
      }
    } finally {
      Files.delete(file);
    }
  }

  private static void write(Path file, List<VideoFrame> frames) {
    long before = System.nanoTime();
    try (VideoSink sink = VideoSinks.open(file, SinkOptions.defaults())) {
      frames.forEach(sink::write);
      say("encode with " + sink.encoder(), before);
    }
  }

  private static void read(Path file) {
    long before = System.nanoTime();
    try (VideoSource source = VideoSources.open(file.toString(), SourceOptions.all())) {
      while (source.next().isPresent()) {
        // only counted
      }
    }
    say("decode", before);
  }

  private static void publish(Path file, EmbeddedKafka broker, String stream) {
    Map<String, String> client = Map.of("bootstrap.servers", broker.bootstrapServers());
    Topics topics = Topics.withPrefix("");
    try (TopicAdmin admin = TopicAdmin.connect(client)) {
      admin.create(topics);
    }
    RecordSerdes serdes = RecordSerdes.onRegistry(SchemaRegistry.inMemory());
    long before = System.nanoTime();
    try (VideoSource source = VideoSources.open(file.toString(), SourceOptions.all())) {
      PublishReport report =
          new FramePublisher(client, topics.frames(), serdes)
              .publish(source, PublishOptions.of(stream), PublishProgress.NONE);
      say("publish " + report, before);
    }
  }

  private static void say(String what, long before) {
    double seconds = (System.nanoTime() - before) / 1e9;
    System.out.printf("%7.1f fps %s%n", FRAMES / seconds, what);
  }
}
