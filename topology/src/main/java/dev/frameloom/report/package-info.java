/**
 * What an edited video is worth beside its source: the figures, and a page that shows what is
 * behind them. No Kafka. Read {@link dev.frameloom.report.EditEvaluation} (looks at pairs of frames
 * as they come), {@link dev.frameloom.report.EditReport} (what it found) and {@link
 * dev.frameloom.report.ReportPage} (shows it) first.
 */
package dev.frameloom.report;
