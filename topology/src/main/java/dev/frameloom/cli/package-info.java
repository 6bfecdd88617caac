/** The command line. Read {@code Main} first, then one command. */
package dev.frameloom.cli;
