package dev.frameloom.weights.pickle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where the files of a zip archive lie in it, told from its directory. Java's own reader is not
 * used: it gives streams and not places, and unpacks whatever it is given. Here only files are read
 * that are stored as they are, as torch writes them: what is read is never more than the archive.
 *
 * @param spans of files that are stored as they are, by name
 * @param packed names of those that are compressed or encrypted, which can't be read
 */
record ZipEntries(SortedMap<String, Span> spans, SortedSet<String> packed) {

  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int ENTRY = 0x02014b50;
  private static final int LOCAL = 0x04034b50;

  private static final int END_SIZE = 22;
  private static final int END_64_SIZE = 56;
  private static final int LOCATOR_SIZE = 20;
  private static final int ENTRY_SIZE = 46;
  private static final int LOCAL_SIZE = 30;
  private static final int MAX_COMMENT = 0xFFFF;

  /** That of a model of ten thousand tensors has a million bytes. */
  private static final long MAX_DIRECTORY = 16 << 20;

  private static final int ENCRYPTED = 1;
  private static final int EXTRA_64 = 1;
  private static final long IN_EXTRA = 0xFFFFFFFFL;

  /** The directory, and how many entries it has. */
  private record Directory(Span span, long count) {}

  /** An entry as the directory has it. */
  private record Entry(String name, boolean packed, long size, long header) {}

  /**
   * Reads a directory.
   *
   * @throws dev.frameloom.weights.ModelLoadException where it is damaged
   */
  static ZipEntries read(FileBytes file) {
    Directory directory = directory(file);
    Span span = directory.span();
    if (span.length() > MAX_DIRECTORY) {
      throw file.broken("expected a directory of at most " + MAX_DIRECTORY + " bytes");
    }
    ByteBuffer bytes = file.read(span.begin(), (int) span.length());
    SortedMap<String, Span> spans = new TreeMap<>();
    SortedSet<String> packed = new TreeSet<>();
    for (long i = 0; i < directory.count(); i++) {
      Entry entry = entry(file, bytes);
      if (spans.containsKey(entry.name()) || packed.contains(entry.name())) {
        throw file.broken("expected one file " + entry.name() + " in it, found two");
      }
      if (entry.packed()) {
        packed.add(entry.name());
      } else {
        spans.put(entry.name(), local(file, entry, span.begin()));
      }
    }
    checkApart(file, spans);
    return new ZipEntries(spans, packed);
  }

  private static Directory directory(FileBytes file) {
    int tail = (int) Math.min(file.size(), END_SIZE + MAX_COMMENT);
    ByteBuffer bytes = file.read(file.size() - tail, tail);
    for (int at = tail - END_SIZE; at >= 0; at--) {
      boolean last = bytes.getInt(at) == END && at + END_SIZE + comment(bytes, at) == tail;
      if (last) {
        return directory(file, file.size() - tail + at);
      }
    }
    throw file.broken("expected a zip archive's directory at its end. Fetch the file again");
  }

  private static int comment(ByteBuffer bytes, int end) {
    return bytes.getShort(end + 20) & 0xFFFF;
  }

  private static Directory directory(FileBytes file, long end) {
    ByteBuffer record = file.read(end, END_SIZE);
    long count = record.getShort(10) & 0xFFFF;
    long length = record.getInt(12) & IN_EXTRA;
    long begin = record.getInt(16) & IN_EXTRA;
    long limit = end;
    if (end >= LOCATOR_SIZE) {
      ByteBuffer locator = file.read(end - LOCATOR_SIZE, LOCATOR_SIZE);
      if (locator.getInt(0) == LOCATOR_64) {
        limit = locator.getLong(8);
        ByteBuffer large = file.read(limit, END_64_SIZE);
        if (large.getInt(0) != END_64) {
          throw file.broken("expected the end of a ZIP64 directory at byte " + limit);
        }
        count = large.getLong(32);
        length = large.getLong(40);
        begin = large.getLong(48);
      }
    }
    boolean fits = begin >= 0 && length >= 0 && begin <= limit && length <= limit - begin;
    if (!fits || count < 0 || count > length / ENTRY_SIZE) {
      throw file.broken(
          "expected a directory before byte %d, found %d entries in %d bytes from byte %d on"
              .formatted(limit, count, length, begin));
    }
    return new Directory(new Span(begin, length), count);
  }

  private static Entry entry(FileBytes file, ByteBuffer bytes) {
    int at = bytes.position();
    if (bytes.remaining() < ENTRY_SIZE || bytes.getInt(at) != ENTRY) {
      throw file.broken("its directory is cut short");
    }
    int nameLength = bytes.getShort(at + 28) & 0xFFFF;
    int extraLength = bytes.getShort(at + 30) & 0xFFFF;
    int commentLength = bytes.getShort(at + 32) & 0xFFFF;
    int length = ENTRY_SIZE + nameLength + extraLength + commentLength;
    if (bytes.remaining() < length) {
      throw file.broken("its directory is cut short");
    }
    byte[] name = new byte[nameLength];
    bytes.get(at + ENTRY_SIZE, name);
    String text = new String(name, StandardCharsets.UTF_8);
    boolean encrypted = (bytes.getShort(at + 8) & ENCRYPTED) != 0;
    boolean compressed = bytes.getShort(at + 10) != 0;
    long stored = bytes.getInt(at + 20) & IN_EXTRA;
    long size = bytes.getInt(at + 24) & IN_EXTRA;
    long header = bytes.getInt(at + 42) & IN_EXTRA;
    ByteBuffer extra = extra64(bytes, at + ENTRY_SIZE + nameLength, extraLength);
    // each number is in the extra field only where its own field says so, in this order
    size = size == IN_EXTRA ? next(file, text, extra) : size;
    stored = stored == IN_EXTRA ? next(file, text, extra) : stored;
    header = header == IN_EXTRA ? next(file, text, extra) : header;
    if (!compressed && stored != size) {
      throw file.broken(
          "%s: expected as many stored bytes as it has, found %d and %d"
              .formatted(text, stored, size));
    }
    bytes.position(at + length);
    return new Entry(text, compressed || encrypted, size, header);
  }

  private static ByteBuffer extra64(ByteBuffer bytes, int begin, int length) {
    int at = begin;
    while (at + 4 <= begin + length) {
      int id = bytes.getShort(at) & 0xFFFF;
      int size = bytes.getShort(at + 2) & 0xFFFF;
      if (id == EXTRA_64 && at + 4 + size <= begin + length) {
        return bytes.slice(at + 4, size).order(bytes.order());
      }
      at += 4 + size;
    }
    return ByteBuffer.allocate(0);
  }

  private static long next(FileBytes file, String name, ByteBuffer extra) {
    if (extra.remaining() < Long.BYTES) {
      throw file.broken(name + ": expected its size in its ZIP64 field, found none");
    }
    return extra.getLong();
  }

  /** The entry's own header says where its bytes begin; it may be longer than the directory's. */
  private static Span local(FileBytes file, Entry entry, long limit) {
    if (entry.header() < 0 || entry.header() > limit - LOCAL_SIZE) {
      throw outside(file, entry, limit);
    }
    ByteBuffer header = file.read(entry.header(), LOCAL_SIZE);
    if (header.getInt(0) != LOCAL) {
      throw file.broken(
          "%s: expected its header at byte %d, found none".formatted(entry.name(), entry.header()));
    }
    int names = (header.getShort(26) & 0xFFFF) + (header.getShort(28) & 0xFFFF);
    long begin = entry.header() + LOCAL_SIZE + names;
    if (entry.size() < 0 || begin > limit || entry.size() > limit - begin) {
      throw outside(file, entry, limit);
    }
    return new Span(begin, entry.size());
  }

  private static RuntimeException outside(FileBytes file, Entry entry, long limit) {
    return file.broken(
        "%s: expected its bytes before byte %d, found %d bytes with a header at byte %d"
            .formatted(entry.name(), limit, entry.size(), entry.header()));
  }

  private static void checkApart(FileBytes file, SortedMap<String, Span> spans) {
    List<Map.Entry<String, Span>> inOrder =
        spans.entrySet().stream()
            .sorted(
                Map.Entry.comparingByValue(
                    Comparator.comparingLong(Span::begin).thenComparingLong(Span::end)))
            .toList();
    for (int i = 1; i < inOrder.size(); i++) {
      if (inOrder.get(i).getValue().begin() < inOrder.get(i - 1).getValue().end()) {
        throw file.broken(
            "%s and %s overlap in it"
                .formatted(inOrder.get(i - 1).getKey(), inOrder.get(i).getKey()));
      }
    }
  }

  /** Names of all files, sorted. */
  SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>(spans.keySet());
    names.addAll(packed);
    return names;
  }
}
