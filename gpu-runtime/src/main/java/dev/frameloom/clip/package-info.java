/**
 * CLIP whole: pictures and texts as vectors whose angle says how well they fit. Read {@link
 * dev.frameloom.clip.ClipModel} first, then {@link dev.frameloom.clip.ClipScores} (what videos are
 * judged by with it).
 */
package dev.frameloom.clip;
