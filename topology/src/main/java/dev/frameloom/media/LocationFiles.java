package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_free;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_segment_free;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_segment_parse;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avfilter.AVFilterChain;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraphSegment;
import org.bytedeco.ffmpeg.avfilter.AVFilterParams;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;

/** The files of this machine that a location is read from. */
final class LocationFiles {

  private static final String CONCAT = "ffconcat";
  private static final String FILE = "file:";
  private static final String HLS = "#EXTM3U";

  private LocationFiles() {}

  static List<Path> of(String location) {
    Location parsed = Location.parse(location);
    if (parsed instanceof Location.Pictures pictures) {
      return pictures.files();
    }
    if (parsed instanceof Location.Synthetic synthetic) {
      return named(synthetic.filters());
    }
    if (parsed instanceof Location.VideoFile video) {
      List<Path> files = new ArrayList<>(List.of(video.file()));
      files.addAll(listed(video.file()));
      return files;
    }
    if (parsed instanceof Location.Pipe pipe && pipe.url().startsWith(FILE)) {
      return List.of(Path.of(pipe.url().substring(FILE.length())));
    }
    return List.of();
  }

  /** What the movie filters of a graph read. */
  private static List<Path> named(String filters) {
    List<Path> files = new ArrayList<>();
    AVFilterGraph graph = avfilter_graph_alloc();
    AVFilterGraphSegment segment = new AVFilterGraphSegment(null);
    if (avfilter_graph_segment_parse(graph, filters, 0, segment) >= 0) {
      for (int i = 0; i < segment.nb_chains(); i++) {
        AVFilterChain chain = segment.chains(i);
        for (int j = 0; j < chain.nb_filters(); j++) {
          fileOf(chain.filters(j)).ifPresent(files::add);
        }
      }
    }
    avfilter_graph_segment_free(segment);
    avfilter_graph_free(graph);
    return files;
  }

  private static Optional<Path> fileOf(AVFilterParams filter) {
    AVDictionary options = filter.opts();
    AVDictionaryEntry file =
        options == null ? null : av_dict_get(options, "filename", (AVDictionaryEntry) null, 0);
    return file == null ? Optional.empty() : path(file.value().getString());
  }

  /** The files that a playlist names, those of networks left out. */
  private static List<Path> listed(Path playlist) {
    if (!isPlaylist(playlist)) {
      return List.of();
    }
    List<Path> files = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(playlist, StandardCharsets.ISO_8859_1)) {
        String name = line.strip();
        if (name.startsWith("file ")) {
          name = name.substring("file ".length()).strip().replaceAll("^'|'$", "");
        }
        if (!name.isEmpty() && !name.startsWith("#")) {
          path(name).map(playlist::resolveSibling).filter(Files::exists).ifPresent(files::add);
        }
      }
    } catch (IOException e) {
      return List.of(); // whoever reads it says so
    }
    return files;
  }

  private static boolean isPlaylist(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      char[] begin = new char[CONCAT.length()];
      String text = new String(begin, 0, Math.max(0, reader.read(begin)));
      return text.equals(CONCAT) || text.startsWith(HLS);
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<Path> path(String name) {
    try {
      return Optional.of(Path.of(name));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
