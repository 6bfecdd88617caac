/**
 * Pictures from text, or from text and a picture. Read {@link dev.frameloom.pipeline.ImagePipeline}
 * first, then {@link dev.frameloom.pipeline.ImageRequest} and {@link
 * dev.frameloom.pipeline.Guidance}.
 */
package dev.frameloom.pipeline;
