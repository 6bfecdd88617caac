package dev.frameloom.restyle;

import dev.frameloom.metric.Detail;
import java.util.Optional;

/**
 * The window that came out least steady.
 *
 * @param window its index
 * @param firstSequence first frame that it answers for
 * @param lastSequence last frame that it answers for
 * @param warpError as it was measured while editing, at a reduced size: for comparing windows
 * @param detail whether there is anything to see, measured with it; empty where the editor is one
 *     that does not measure it
 */
public record UnsteadyWindow(
    long window,
    long firstSequence,
    long lastSequence,
    double warpError,
    Optional<Detail> detail) {}
