package dev.frameloom.text;

/**
 * Tokens that no word of a prompt gives.
 *
 * @param begin before the prompt
 * @param end after it
 * @param unknown in place of what the vocabulary lacks
 * @param padding after the end, up to the text encoder's length
 */
record Marks(int begin, int end, int unknown, int padding) {}
