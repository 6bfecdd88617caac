package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AAC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AC3;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_ALAC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_EAC3;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_FLAC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MP3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;

import java.util.List;
import java.util.Set;

/** Which sound goes into which kind of file, so that what commonly plays such files plays it. */
final class SoundFormats {

  /**
   * What is copied into MP4. FFmpeg muxes more: 24-bit PCM, which its own releases before 6 decode
   * as noise, and Opus, Vorbis and DTS, which QuickTime or browsers do not play there.
   */
  private static final Set<Integer> MP4 =
      Set.of(
          AV_CODEC_ID_AAC,
          AV_CODEC_ID_MP3,
          AV_CODEC_ID_AC3,
          AV_CODEC_ID_EAC3,
          AV_CODEC_ID_ALAC,
          AV_CODEC_ID_FLAC);

  private SoundFormats() {}

  /** Whether players of a kind of file, by FFmpeg's name of it, know what to do with such sound. */
  static boolean playsIn(String container, int codec) {
    return switch (container) {
      case "mp4", "ipod" -> MP4.contains(codec);
      case "mov" -> MP4.contains(codec) || avcodec_get_name(codec).getString().startsWith("pcm_");
      default -> true;
    };
  }

  /** Encoders for a kind of file, the best first. */
  static List<String> encoders(String container) {
    return switch (container) {
      case "mp4", "ipod", "mov", "matroska" -> List.of("aac");
      case "webm" -> List.of("libopus", "libvorbis");
      default -> List.of("aac", "libmp3lame", "ac3", "libopus", "libvorbis", "pcm_s16le");
    };
  }
}
