package dev.frameloom.evaluate;

import dev.frameloom.image.Picture;
import dev.frameloom.style.Style;

/**
 * A frame and what became of it.
 *
 * @param clip its clip's name
 * @param index in the clip, from 0
 * @param source cropped and scaled
 * @param style that was asked for
 * @param edited of the source's size
 */
public record EditedFrame(String clip, long index, Picture source, Style style, Picture edited) {}
