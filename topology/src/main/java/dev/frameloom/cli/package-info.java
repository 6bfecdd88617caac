/**
 * The command line: one class per command. Read {@link dev.frameloom.cli.Main} and {@link
 * dev.frameloom.cli.ExitCode} first.
 */
package dev.frameloom.cli;
