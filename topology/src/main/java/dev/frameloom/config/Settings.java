package dev.frameloom.config;

import dev.frameloom.avro.GapPolicy;
import dev.frameloom.avro.ImageEncoding;
import dev.frameloom.reassembly.FullBufferPolicy;
import java.util.List;

/** Every property of Frameloom: the one place that names, documents and defaults it. */
public final class Settings {

  /**
   * Namespaces whose properties are handed to another library as they are: {@code kafka.client.} to
   * every Kafka client, {@code registry.client.} (Confluent's property names) to the registry
   * client.
   */
  public static final List<String> OPEN_NAMESPACES = List.of("kafka.client.", "registry.client.");

  public static final Setting<String> BOOTSTRAP_SERVERS =
      Setting.text(
          "kafka.bootstrap-servers",
          "",
          "Kafka brokers, host:port with commas between. Empty: a broker is started in the process"
              + " where the command can do with one.");
  public static final Setting<Integer> CONNECT_TIMEOUT =
      Setting.integer(
          "kafka.connect-timeout-ms",
          15_000,
          100,
          600_000,
          "How long a broker or registry that does not answer is tried before the command gives"
              + " up.");
  public static final Setting<String> REGISTRY_URL =
      Setting.text(
          "registry.url",
          "",
          "Schema registry (Confluent's REST interface). Empty: started in the process beside the"
              + " embedded broker.");

  public static final Setting<String> TOPIC_PREFIX =
      Setting.text("topics.prefix", "frameloom.", "Begins the name of every topic.");
  public static final Setting<Integer> PARTITIONS =
      Setting.integer(
          "topics.partitions",
          4,
          1,
          10_000,
          "Partitions of every topic; the same for all, because a stream keeps its partition from"
              + " topic to topic. Takes effect when topics are created.");
  public static final Setting<Integer> REPLICATION =
      Setting.integer(
          "topics.replication-factor",
          -1,
          -1,
          100,
          "Replicas of every topic; -1 takes the broker's default.");
  public static final Setting<Integer> MAX_RECORD_BYTES =
      Setting.integer(
          "topics.max-record-bytes",
          16 * 1024 * 1024,
          64 * 1024,
          512 * 1024 * 1024,
          "Largest record, hence largest encoded frame, that topics and producers take.");
  public static final Setting<Long> RETENTION_HOURS =
      Setting.number(
          "topics.retention-hours",
          168,
          1,
          Long.MAX_VALUE / 3_600_000,
          "How long frames, windows, edited and restyled frames are kept. A window can be replayed"
              + " while its frames are.");

  public static final Setting<String> APPLICATION_ID =
      Setting.text(
          "streams.application-id",
          "frameloom",
          "Begins the application.id of each role: <this>-windowing and so on.");
  public static final Setting<Long> MAX_OUTAGE =
      Setting.number(
          "streams.max-outage-ms",
          0,
          0,
          Long.MAX_VALUE / 1_000_000,
          "How long roles wait for brokers or a registry that went away, before they stop; 0 is for"
              + " ever. The command restyle waits for a minute where nobody sets it.");
  public static final Setting<String> STATE_DIR =
      Setting.text(
          "streams.state-dir",
          "~/.frameloom/state",
          "Where roles keep their local state. Embedded runs use a temporary folder.");
  public static final Setting<Integer> COMMIT_INTERVAL =
      Setting.integer(
          "streams.commit-interval-ms",
          100,
          10,
          60_000,
          "How often a role commits its transaction: the floor of its latency.");
  public static final Setting<Integer> SCAN_INTERVAL =
      Setting.integer(
          "streams.punctuate-interval-ms",
          50,
          10,
          10_000,
          "How often finished windows are collected, idle windows closed and gap deadlines"
              + " checked.");

  public static final Setting<String> MODELS_DIR =
      Setting.text(
          "models.dir",
          "~/.frameloom/models",
          "Where models are kept, with a catalog of them: catalog.json.");
  public static final Setting<String> MODELS_HUB =
      Setting.text(
          "models.hub",
          "https://huggingface.co",
          "Where `models pull` fetches from: any hub with Hugging Face's interface. A token is"
              + " taken from the environment alone, FRAMELOOM_HUB_TOKEN or HF_TOKEN, and sent to"
              + " this address only.");
  public static final Setting<String> DEVICES =
      Setting.text(
          "editing.devices",
          "cpu",
          "Devices that edit windows side by side, one worker thread each: cpu, or gpu0, gpu1 with"
              + " commas between; cpu,cpu edits two at a time on the CPU. A precision may follow:"
              + " gpu0:fp16, gpu0:bf16; single precision (fp32) where none does.");
  public static final Setting<Integer> TORCH_THREADS =
      Setting.integer(
          "editing.threads",
          2,
          1,
          256,
          "Threads that one operation on the CPU is spread over. Another number gives other bytes"
              + " in the last place, so it does not follow the machine's cores; for more speed with"
              + " the same bytes name cpu several times in editing.devices.");
  public static final Setting<Long> MEMORY_BUDGET =
      Setting.number(
          "editing.memory-budget",
          0,
          0,
          Long.MAX_VALUE,
          "Bytes that a model and the work of a window may take on each device; 0 sets no bound. A"
              + " window that needs more is cut into smaller calls, which gives other bytes in the"
              + " last place; one that does not fit however it is cut fails with the least it"
              + " needs. Java's heap comes on top, and about 300 MB of libraries on the CPU.");
  public static final Setting<Long> LATENT_MEMORY =
      Setting.number(
          "editing.latent-memory-bytes",
          256L * 1024 * 1024,
          0,
          Long.MAX_VALUE,
          "What each device keeps in memory of source frames: their latents at every step of the"
              + " inversion (3 MB for a frame of 512x512 and 50 steps), and what TokenFlow finds in"
              + " them (60 MB), which another edit of the same footage need not find again. The"
              + " least recently used go to a file in editing.latent-dir. Changes no bytes of the"
              + " result.");
  public static final Setting<Long> LATENT_DISK =
      Setting.number(
          "editing.latent-disk-bytes",
          8L * 1024 * 1024 * 1024,
          0,
          Long.MAX_VALUE,
          "What each device keeps of them in that file; others are dropped, and computed"
              + " again where they are needed again. A window whose inverted frames have no room in"
              + " both together fails before anything is computed.");
  public static final Setting<String> LATENT_DIR =
      Setting.text(
          "editing.latent-dir",
          "",
          "Folder of that file, which is made when it is first needed and gone when the command"
              + " ends. Empty: the system's folder for temporary files.");
  public static final Setting<Integer> BACKLOG_FRAMES =
      Setting.integer(
          "windowing.backlog-frames",
          256,
          1,
          100_000,
          "Frames (pointers and thumbnails, 4 KB each) of a stream that are remembered for an edit"
              + " that is seen a moment after them.");
  public static final Setting<Long> SEQUENCE_JUMP =
      Setting.number(
          "windowing.max-sequence-jump",
          1_000,
          1,
          1_000_000_000,
          "How far beyond the expected sequence (at first, the edit's first one) a frame is believed"
              + " by itself. One that is further waits; where frames come that are expected it gets"
              + " a dead letter, and where 8 of its kind come in a row the stream goes on with"
              + " them.");
  public static final Setting<Integer> STREAM_EDITS =
      Setting.integer(
          "windowing.max-edits-per-stream",
          32,
          1,
          10_000,
          "Edits that a stream may have at a time: each of its frames costs work for each of them.");
  public static final Setting<Integer> QUEUED_WINDOWS =
      Setting.integer(
          "editing.max-queued-windows",
          1024,
          1,
          1_000_000,
          "Windows of a task that wait for a device in memory. Others wait in the pending-window"
              + " store.");
  public static final Setting<String> MODEL_FOLDERS =
      Setting.text(
          "editing.model-folders",
          "",
          "Folders, absolute and with commas between, below which edits of a service (`serve`) may"
              + " name models, LoRAs and ControlNets by their paths; links are followed before it"
              + " is looked. Empty: an edit names what `models list` lists, and no file beside it"
              + " is opened. `restyle` takes any path: its edits are its user's.");
  public static final Setting<Long> FRAME_PIXELS =
      Setting.number(
          "frames.max-pixels",
          1L << 26,
          1,
          1L << 26,
          "Most pixels that the picture of a frame may declare, before it is decoded. One of more"
              + " counts as unreadable.");
  public static final Setting<Long> EDITED_PIXELS =
      Setting.number(
          "editing.max-pixels",
          1L << 23,
          1,
          1L << 26,
          "Most pixels of a frame that goes through a model, 3840x2160 and a little by default; a"
              + " window with larger ones fails before they are decoded. `restyle` sets as many as"
              + " frames.max-pixels where nobody says otherwise.");
  public static final Setting<Long> WINDOW_PIXELS =
      Setting.number(
          "editing.max-window-pixels",
          1L << 26,
          1,
          Long.MAX_VALUE,
          "Most pixels of all frames of a window that goes through a model, so that no window takes"
              + " the memory of the role: decoded they take 3 bytes each, and motion about 40 more."
              + " `restyle` sets no bound where nobody says otherwise.");
  public static final Setting<Long> WINDOW_BYTES =
      Setting.number(
          "editing.max-window-bytes",
          256L * 1024 * 1024,
          1024,
          Long.MAX_VALUE,
          "Most bytes of all frames of a window as they are on their topic; a window of more"
              + " fails.");
  public static final Setting<Integer> FETCH_TIMEOUT =
      Setting.integer(
          "editing.fetch-timeout-ms",
          30_000,
          100,
          3_600_000,
          "How long a window's frames may take to be read while Kafka answers, all together; the"
              + " window fails then, and others have their turn. While Kafka is away windows"
              + " wait.");
  public static final Setting<Integer> RESULT_WINDOWS =
      Setting.integer(
          "editing.max-results",
          64,
          1,
          10_000,
          "Finished windows that wait to be published; workers pause beyond it.");
  public static final Setting<Long> FRAME_CACHE_BYTES =
      Setting.number(
          "editing.frame-cache-bytes",
          64L * 1024 * 1024,
          0,
          Long.MAX_VALUE,
          "Fetched frames kept by each device's worker, for windows that share them; the oldest"
              + " goes when it is full.");
  public static final Setting<Long> RESULT_BYTES =
      Setting.number(
          "editing.max-result-bytes",
          256L * 1024 * 1024,
          1024 * 1024,
          Long.MAX_VALUE,
          "Finished frames held in memory until they are published; workers wait beyond it.");
  public static final Setting<Integer> REORDER_FRAMES =
      Setting.integer(
          "reassembly.max-buffered-frames",
          2_000,
          1,
          1_000_000,
          "Frames of one edit that wait for an earlier one; reassembly.full-buffer says what"
              + " happens then.");
  public static final Setting<Long> REORDER_BYTES =
      Setting.number(
          "reassembly.max-buffered-bytes",
          1024L * 1024 * 1024,
          1024 * 1024,
          Long.MAX_VALUE,
          "The same bound in bytes.");

  public static final Setting<FullBufferPolicy> FULL_BUFFER =
      Setting.choice(
          "reassembly.full-buffer",
          FullBufferPolicy.FILL_GAP,
          "What happens when that buffer is full: the gap is filled at once, or the newest frame is"
              + " given up with a dead letter.");

  public static final Setting<ImageEncoding> FRAME_ENCODING =
      Setting.choice(
          "ingest.encoding", ImageEncoding.JPEG, "Encoding of published frames; PNG is lossless.");
  public static final Setting<Integer> FRAME_QUALITY =
      Setting.integer("ingest.quality", 90, 1, 100, "JPEG quality of published frames.");

  public static final Setting<Integer> AHEAD_FRAMES =
      Setting.integer(
          "restyle.max-ahead-frames",
          1_000,
          1,
          100_000_000,
          "Frames of a file that the command restyle publishes ahead of its result; the source"
              + " waits then. At least two windows. Live sources are not held back.");

  public static final Setting<String> METHOD =
      Setting.text(
          "edit.method",
          "live",
          "Edit method: live, tokenflow, extended-attention, per-frame, or none for identity.");
  public static final Setting<String> MODEL =
      Setting.text(
          "edit.model",
          "miniature",
          "Model: a name of `models list`, or, for `restyle`, the path of a folder or safetensors file"
              + " (for `edit` see editing.model-folders); miniature"
              + " ships with Frameloom and is put into models.dir when it is needed. LoRAs follow"
              + " after a plus sign, each with its scale: base+lora@0.8+other (1 where none is"
              + " said); a LoRA is a name of `models list`, of a safetensors file in models.dir or"
              + " in its folder loras, or a path. A + or @ in a name is written twice.");
  public static final Setting<Long> SEED =
      Setting.number("edit.seed", 0, Long.MIN_VALUE, Long.MAX_VALUE, "Seed of the noise.");
  public static final Setting<Integer> STEPS =
      Setting.integer(
          "edit.steps",
          10,
          1,
          1000,
          "Diffusion steps of the whole schedule; strength shortens it. Where nobody sets it, what the"
              + " model recommends for the method (`models inspect` shows it); or else the method's own: 10 for live and none, 50 for tokenflow, extended-attention and"
              + " per-frame.");
  public static final Setting<Double> STRENGTH =
      Setting.decimal(
          "edit.strength",
          0.4,
          0,
          1,
          "How far the source is noised: 0 keeps it, 1 forgets it. Where nobody sets it, what the"
              + " model recommends for the method (`models inspect` shows it); or else the method's own: 0.4 for live and none, 1 for tokenflow, extended-attention and"
              + " per-frame.");
  public static final Setting<Double> GUIDANCE =
      Setting.decimal(
          "edit.guidance-scale",
          5.0,
          0,
          100,
          "Classifier-free guidance scale: how strongly the prompt counts; 1 runs the conditional"
              + " branch alone, in half the time. Where nobody sets it, what the"
              + " model recommends for the method (`models inspect` shows it); or else the method's own: 5 for live"
              + " and none, 7.5 for tokenflow, extended-attention and per-frame.");
  public static final Setting<Integer> KEYFRAME_INTERVAL =
      Setting.integer(
          "edit.keyframe-interval",
          4,
          1,
          1000,
          "Frames from one keyframe to the next. Where nobody sets it, the method's own: 4 for live"
              + " and none, 8 for tokenflow, extended-attention and per-frame.");
  public static final Setting<Integer> WINDOW_KEYFRAMES =
      Setting.integer(
          "edit.window-keyframes",
          3,
          2,
          64,
          "Keyframes of a full window, both boundary keyframes counted. Where nobody sets it, the"
              + " method's own: 3 for all there are; with the option compat=official or paper of"
              + " tokenflow as many as make a window of at most 1024 frames, without scene cuts, so"
              + " that a clip is one window.");
  public static final Setting<NamedValues> OPTIONS =
      Setting.named(
          "edit.options",
          "Options that only the method knows (those of tokenflow are in gpu-runtime/README.md); it"
              + " refuses those that it does not know. Every method but none has prompt-signs:"
              + " weighted, where (word:1.3), (word), [word] and BREAK in prompts weigh as in the"
              + " common web interfaces, or literal, where all signs are themselves. A comma or backslash in a value is written"
              + " after a backslash; in a properties file every backslash is written twice. The flag"
              + " --option NAME=VALUE adds one, or replaces the one of that name.");
  public static final Setting<Double> SCENE_CUT =
      Setting.decimal(
          "edit.scene-cut-threshold",
          30,
          0,
          255,
          "Mean absolute difference of 64x64 grey thumbnails from which a scene cut is seen; 0"
              + " switches detection off.");
  public static final Setting<Integer> GRACE_FRAMES =
      Setting.integer(
          "edit.grace-frames",
          8,
          0,
          10_000,
          "Later frames that may arrive before a missing one is given up.");
  public static final Setting<Long> MAX_DELAY =
      Setting.number(
          "edit.max-delay-ms",
          2_000,
          10,
          Long.MAX_VALUE,
          "Time without a frame after which the open window closes.");
  public static final Setting<GapPolicy> GAP_POLICY =
      Setting.choice(
          "edit.gap-policy",
          GapPolicy.HOLD,
          "What fills the place of a frame that can't be edited: the frame before, the source, or"
              + " nothing.");
  public static final Setting<Long> GAP_DEADLINE =
      Setting.number(
          "edit.gap-deadline-ms",
          60_000,
          10,
          Long.MAX_VALUE,
          "How long reassembly waits for a missing frame while later ones are at hand.");
  public static final Setting<ImageEncoding> OUTPUT_ENCODING =
      Setting.choice("edit.output-encoding", ImageEncoding.JPEG, "Encoding of edited frames.");
  public static final Setting<Integer> OUTPUT_QUALITY =
      Setting.integer("edit.output-quality", 95, 1, 100, "JPEG quality of edited frames.");

  private Settings() {}

  /** All properties, in the order of the table. */
  public static List<Setting<?>> all() {
    return List.of(
        BOOTSTRAP_SERVERS,
        CONNECT_TIMEOUT,
        REGISTRY_URL,
        TOPIC_PREFIX,
        PARTITIONS,
        REPLICATION,
        MAX_RECORD_BYTES,
        RETENTION_HOURS,
        APPLICATION_ID,
        MAX_OUTAGE,
        STATE_DIR,
        COMMIT_INTERVAL,
        SCAN_INTERVAL,
        BACKLOG_FRAMES,
        SEQUENCE_JUMP,
        STREAM_EDITS,
        MODELS_DIR,
        MODELS_HUB,
        MODEL_FOLDERS,
        DEVICES,
        TORCH_THREADS,
        MEMORY_BUDGET,
        LATENT_MEMORY,
        LATENT_DISK,
        LATENT_DIR,
        FRAME_PIXELS,
        EDITED_PIXELS,
        WINDOW_PIXELS,
        WINDOW_BYTES,
        FETCH_TIMEOUT,
        QUEUED_WINDOWS,
        RESULT_WINDOWS,
        FRAME_CACHE_BYTES,
        RESULT_BYTES,
        REORDER_FRAMES,
        REORDER_BYTES,
        FULL_BUFFER,
        FRAME_ENCODING,
        FRAME_QUALITY,
        AHEAD_FRAMES,
        METHOD,
        MODEL,
        SEED,
        STEPS,
        STRENGTH,
        GUIDANCE,
        KEYFRAME_INTERVAL,
        WINDOW_KEYFRAMES,
        OPTIONS,
        SCENE_CUT,
        GRACE_FRAMES,
        MAX_DELAY,
        GAP_POLICY,
        GAP_DEADLINE,
        OUTPUT_ENCODING,
        OUTPUT_QUALITY);
  }
}
