/**
 * Video in and out through FFmpeg: files, picture sequences, networks, cameras and synthetic
 * sources to frames with exact times, and frames to files. Read {@link
 * dev.frameloom.media.VideoSources}, {@link dev.frameloom.media.VideoFrame} and {@link
 * dev.frameloom.media.VideoSinks} first.
 */
package dev.frameloom.media;
