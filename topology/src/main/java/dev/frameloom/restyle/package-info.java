/**
 * A clip restyled from end to end in one process. Read {@link dev.frameloom.restyle.Restyle} (the
 * run), {@link dev.frameloom.restyle.RestyleRequest} and {@link
 * dev.frameloom.restyle.RestyleSummary} first.
 */
package dev.frameloom.restyle;
