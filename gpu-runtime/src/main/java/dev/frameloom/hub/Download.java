package dev.frameloom.hub;

import dev.frameloom.hub.Transport.Answer;
import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Fetches one file into a {@link PartFile}, over as many connections as it takes. A connection that
 * brings something is a success, however short: only those that bring nothing use up the patience.
 */
final class Download {

  private static final int BUFFER = 1 << 18;

  private final Transport transport;
  private final Patience patience;
  private final Duration stall;

  Download(Transport transport, Patience patience, Duration stall) {
    this.transport = transport;
    this.patience = patience;
    this.stall = stall;
  }

  /**
   * What to fetch.
   *
   * @param path below the hub's address, encoded
   */
  record Wanted(Hub hub, RepositoryId repository, String commit, HubFile file, String path) {}

  /** See {@link HubClient#fetch}. */
  String fetch(Wanted wanted, Path target, LongConsumer progress) {
    try (PartFile part = PartFile.open(target, wanted.file())) {
      boolean resumed = part.length() > 0;
      while (true) {
        receiveAll(wanted, part, progress);
        String mismatch = part.mismatch();
        if (mismatch.isEmpty()) {
          return part.finish();
        }
        part.restart();
        if (!resumed) {
          throw new ModelLoadException(
              wanted.repository().id()
                  + ", "
                  + wanted.file().name()
                  + ": "
                  + mismatch
                  + ". What the hub sent is not what it lists, and was thrown away; try again later");
        }
        resumed = false; // the part of an earlier time may have been damaged: once more, from 0
      }
    } catch (IOException e) {
      throw new ModelLoadException(target + " can't be written: " + e.getMessage(), e);
    }
  }

  /** What became of one connection. */
  private sealed interface Outcome {
    record Received() implements Outcome {}

    record Cut(IOException why) implements Outcome {}

    record Busy(Answer answer) implements Outcome {}
  }

  private void receiveAll(Wanted wanted, PartFile part, LongConsumer progress) throws IOException {
    progress.accept(part.length());
    int failures = 0;
    while (part.missing() > 0) {
      long before = part.length();
      Outcome outcome = receive(wanted, part, progress);
      failures = part.length() > before ? 0 : failures + 1;
      boolean last = failures >= patience.attempts();
      if (outcome instanceof Outcome.Busy busy) {
        if (last) {
          throw transport.refusal(
              wanted.repository(), ", file " + wanted.file().name(), busy.answer);
        }
        patience.pause(failures, busy.answer.response().headers());
      }
      if (outcome instanceof Outcome.Cut cut) {
        if (last || Transport.isDistrust(cut.why)) {
          throw HubClient.unreachable(wanted.hub(), cut.why);
        }
        patience.pause(Math.max(1, failures));
      }
    }
  }

  private Outcome receive(Wanted wanted, PartFile part, LongConsumer progress) throws IOException {
    Map<String, String> headers = headers(part);
    Answer answer;
    try {
      answer = transport.get(wanted.path(), headers);
    } catch (IOException e) {
      return new Outcome.Cut(e);
    }
    try (Body body = new Body(answer.response().body(), stall)) {
      if (Transport.isPassing(answer.status())) {
        return new Outcome.Busy(answer);
      }
      if (!begin(wanted, part, answer)) {
        return new Outcome.Cut(new IOException("the rest of the file is not to be had"));
      }
      byte[] buffer = new byte[BUFFER];
      // what comes beyond the listed size is not read
      for (int read = 0; read >= 0 && part.missing() > 0; ) {
        read = body.read(buffer, part.missing());
        if (read > 0) {
          part.append(buffer, read);
          progress.accept(part.length());
        }
      }
      return part.missing() == 0
          ? new Outcome.Received()
          : new Outcome.Cut(
              body.failure().orElseGet(() -> new IOException("the connection was cut")));
    }
  }

  private static Map<String, String> headers(PartFile part) throws IOException {
    Map<String, String> headers = new HashMap<>();
    if (part.length() > 0) {
      headers.put("Range", "bytes=" + part.length() + "-");
      part.etag().ifPresent(etag -> headers.put("If-Range", etag));
    }
    return headers;
  }

  /**
   * Makes the part ready for what the answer brings: the rest, or everything anew. False where it
   * brings neither; the part is empty then, and the next request asks for all of it.
   */
  private boolean begin(Wanted wanted, PartFile part, Answer answer) throws IOException {
    int status = answer.status();
    if (status != 200 && status != 206 && status != 416) {
      throw transport.refusal(wanted.repository(), ", file " + wanted.file().name(), answer);
    }
    checkIsListed(wanted, answer);
    String etag = answer.header("ETag").orElse("");
    if (status == 206) {
      String range = answer.header("Content-Range").orElse("");
      boolean same = etag.isEmpty() || part.etag().map(etag::equals).orElse(true);
      if (same && range.equals(expectedRange(part, wanted.file()))) {
        return true;
      }
    }
    part.restart();
    part.remember(etag);
    return status == 200;
  }

  private static String expectedRange(PartFile part, HubFile file) {
    return "bytes " + part.length() + "-" + (file.size() - 1) + "/" + file.size();
  }

  /** A hub that says of a file what its own list does not say has changed it, or is broken. */
  private static void checkIsListed(Wanted wanted, Answer answer) {
    String commit = answer.commit().orElse(wanted.commit());
    if (!commit.equals(wanted.commit())) {
      throw new ModelLoadException(
          wanted.file().name() + ": expected commit " + wanted.commit() + ", found " + commit);
    }
    if (wanted.file().checksum() instanceof HubFile.Sha256 sha256) {
      String linked = answer.linkedChecksum().orElse(sha256.hex()).replace("\"", "");
      if (linked.matches("[0-9a-f]{64}") && !linked.equals(sha256.hex())) {
        throw new ModelLoadException(
            wanted.file().name() + ": expected SHA-256 " + sha256.hex() + ", found " + linked);
      }
    }
  }
}
