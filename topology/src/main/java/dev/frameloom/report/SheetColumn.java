package dev.frameloom.report;

/**
 * A frame on the contact sheet.
 *
 * @param frame its number
 * @param seconds when it is shown
 * @param source small picture of it
 * @param edited small picture of its edit
 */
record SheetColumn(long frame, double seconds, ReportPicture source, ReportPicture edited) {

  private static final int WIDTH = 320;

  static SheetColumn of(FramePair pair) {
    return new SheetColumn(
        pair.index(),
        pair.seconds(),
        ReportPicture.photograph(pair.source(), WIDTH),
        ReportPicture.photograph(pair.edited(), WIDTH));
  }
}
