package dev.frameloom.restyle;

/**
 * The window that came out least steady.
 *
 * @param window its index
 * @param firstSequence first frame that it answers for
 * @param lastSequence last frame that it answers for
 * @param warpError as it was measured while editing, at a reduced size: for comparing windows
 */
public record UnsteadyWindow(
    long window, long firstSequence, long lastSequence, double warpError) {}
