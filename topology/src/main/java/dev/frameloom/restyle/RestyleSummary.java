package dev.frameloom.restyle;

import dev.frameloom.metric.Detail;
import dev.frameloom.roles.EditValues;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a run did; its components are the keys of the JSON object.
 *
 * @param framesIn frames published
 * @param framesOut frames written
 * @param windows windows that had an outcome
 * @param keyframes keyframes that went through the model, shared boundaries counted once
 * @param stages milliseconds per {@link Stage#key()}; stages overlap
 * @param seconds from the first frame published to the last written, start-up not counted
 * @param fps framesOut / seconds
 * @param warpError mean squared error, [0, 1] RGB, of edited frames warped along the source's flow;
 *     empty where there are no two frames to compare
 * @param detail whether edited frames show their source's shapes, and how sharply; empty where no
 *     frame was compared
 * @param unsteadiest the window with the largest warp error of those that the editors measured;
 *     empty where none did
 * @param method edit method
 * @param values how strongly the method edited, and which of it the model recommended
 * @param model name of the model; empty for method none
 * @param modelRevision SHA-256 over the model's files
 * @param modelTrained false for a model with made-up weights
 * @param seed seed of the noise
 * @param encoder video encoder of the output
 * @param out where the output is
 * @param digest SHA-256 over the edited frames' pixels in order
 * @param failedWindows windows that could not be edited
 * @param filledFrames frames that the gap policy put in the place of missing ones
 * @param deadLetters records that were given up, with the reason of each, at most 20
 * @param warnings what a user should know
 * @param stopped true where the run was stopped before its end
 */
public record RestyleSummary(
    long framesIn,
    long framesOut,
    long windows,
    long keyframes,
    Map<String, Double> stages,
    double seconds,
    double fps,
    OptionalDouble warpError,
    Optional<Detail> detail,
    Optional<UnsteadyWindow> unsteadiest,
    String method,
    EditValues values,
    String model,
    String modelRevision,
    boolean modelTrained,
    long seed,
    String encoder,
    String out,
    String digest,
    long failedWindows,
    long filledFrames,
    List<String> deadLetters,
    List<String> warnings,
    boolean stopped) {}
