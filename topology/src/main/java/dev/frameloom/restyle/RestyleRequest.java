package dev.frameloom.restyle;

import dev.frameloom.media.SoundWish;
import dev.frameloom.media.SourceOptions;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What to restyle and where to put it. How is said by the configuration.
 *
 * @param input location of the source
 * @param source what part of it is read
 * @param streamId stream that the frames are published as
 * @param prompt what the result should look like
 * @param negativePrompt what it should not look like
 * @param out file to write
 * @param encoder video encoder by FFmpeg's name; empty takes the first that is there
 * @param sound what of the source's sound goes into the file
 * @param contactSheet picture of source and result to write
 * @param report page on the run to write
 * @param dataDir folder that keeps the embedded broker's data; empty takes a temporary one
 */
public record RestyleRequest(
    String input,
    SourceOptions source,
    String streamId,
    String prompt,
    String negativePrompt,
    Path out,
    Optional<String> encoder,
    SoundWish sound,
    Optional<Path> contactSheet,
    Optional<Path> report,
    Optional<Path> dataDir) {}
