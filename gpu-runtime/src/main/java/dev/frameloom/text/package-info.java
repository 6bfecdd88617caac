/** CLIP: prompt to tokens to embeddings. Read {@link dev.frameloom.text.TokenizedPrompt} first. */
package dev.frameloom.text;
