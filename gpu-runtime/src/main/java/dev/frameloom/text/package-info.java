/**
 * CLIP: prompt to tokens to embeddings. Read {@link dev.frameloom.text.ClipTokenizer} and {@link
 * dev.frameloom.text.ClipTextEncoder} first.
 */
package dev.frameloom.text;
