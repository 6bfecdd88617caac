/**
 * What each style makes of a photograph, by classical filters: what the shipped model was trained
 * towards, and is measured against. Read {@link dev.frameloom.style.Style} first.
 *
 * <p>Ports of {@code miniature/recipe/styles.py}, held to it by golden data.
 */
package dev.frameloom.style;
