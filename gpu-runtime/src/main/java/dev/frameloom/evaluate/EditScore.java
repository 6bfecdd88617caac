package dev.frameloom.evaluate;

import dev.frameloom.style.Style;

/**
 * Measures of one edited frame.
 *
 * @param wanted the style that was asked for
 * @param match how near it comes to each style
 * @param edgeCorrelation of its edges with the source's, −1 to 1
 * @param filterEdgeCorrelation of the edges of what the wanted style's filter makes of the source
 */
public record EditScore(
    Style wanted, StyleMatch match, double edgeCorrelation, double filterEdgeCorrelation) {}
