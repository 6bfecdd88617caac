package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT2020;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_ARIB_STD_B67;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_SMPTE2084;

import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Colours that a standard screen can't show, which are taken as they are numbered. */
final class ForeignColours {

  private ForeignColours() {}

  /** What is to be said of a frame's colours; empty where they are a standard screen's. */
  static Optional<String> of(AVFrame frame) {
    String kind =
        switch (frame.color_trc()) {
          case AVCOL_TRC_SMPTE2084 -> "high dynamic range (PQ)";
          case AVCOL_TRC_ARIB_STD_B67 -> "high dynamic range (HLG)";
          default -> frame.color_primaries() == AVCOL_PRI_BT2020 ? "wide colours (BT.2020)" : "";
        };
    return kind.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the source has "
                + kind
                + ": it was not mapped to standard colours and looks paler than it is; convert it"
                + " first for the right ones");
  }
}
