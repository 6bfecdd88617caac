package dev.frameloom.roles;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Damaged and hostile variants of records, made of a seed. */
final class Mutants {

  private static final long[] LONGS = {
    -1, 0, 1, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE, 1_000_000_000_000L, 1L << 62
  };
  private static final double[] DOUBLES = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1, 0, 1e300
  };
  private static final String[] TEXTS = {
    "", "/", "..", "/etc/passwd", "../../x", "a/b/c", "\u0000", "\ud800", "frames", "%s%n", "~"
  };

  /** Longest text and list that is made up. */
  private static final int LARGE = 20_000;

  private final Random random;

  Mutants(long seed) {
    random = new Random(seed);
  }

  /** Bytes of which some are others, missing, or more. */
  byte[] damaged(byte[] bytes) {
    byte[] damaged = bytes.clone();
    switch (random.nextInt(6)) {
      case 0 -> damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
      case 1 -> damaged = Arrays.copyOf(damaged, damaged.length + 1 + random.nextInt(64));
      case 2 -> {
        byte[] noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        int at = Math.min(damaged.length, 5);
        damaged = Arrays.copyOf(damaged, at + noise.length);
        System.arraycopy(noise, 0, damaged, at, noise.length);
      }
      default -> {
        // most of it behind the header: what fails there is seen at once
        for (int i = random.nextInt(8); i >= 0; i--) {
          int from = random.nextInt(10) == 0 ? 0 : Math.min(5, damaged.length - 1);
          damaged[from + random.nextInt(damaged.length - from)] ^= (byte) (1 << random.nextInt(8));
        }
      }
    }
    return damaged;
  }

  /** A record of which one to three fields, of it or of what is in it, have other values. */
  <T extends SpecificRecord> T varied(T record) {
    T copy = SpecificData.get().deepCopy(record.getSchema(), record);
    for (int i = random.nextInt(3); i >= 0; i--) {
      vary(copy);
    }
    return copy;
  }

  private void vary(SpecificRecord record) {
    List<Schema.Field> fields = record.getSchema().getFields();
    Schema.Field field = fields.get(random.nextInt(fields.size()));
    record.put(field.pos(), value(field.schema(), record.get(field.pos())));
  }

  private Object value(Schema schema, Object now) {
    return switch (schema.getType()) {
      case LONG -> random.nextInt(4) == 0 ? random.nextLong() : pick(LONGS);
      case INT -> (int) (random.nextInt(4) == 0 ? random.nextInt() : pick(LONGS));
      case DOUBLE -> DOUBLES[random.nextInt(DOUBLES.length)];
      case BOOLEAN -> random.nextBoolean();
      case STRING -> text();
      case BYTES -> ByteBuffer.wrap(damaged(bytes((ByteBuffer) now)));
      case ENUM -> enumConstant(now);
      case ARRAY -> list(schema.getElementType(), (List<?>) now);
      case MAP -> map(schema.getValueType());
      case UNION -> random.nextBoolean() ? null : value(schema.getTypes().get(1), now);
      case RECORD -> {
        SpecificRecord copy = SpecificData.get().deepCopy(schema, (SpecificRecord) now);
        vary(copy);
        yield copy;
      }
      default -> now;
    };
  }

  private long pick(long[] values) {
    return values[random.nextInt(values.length)];
  }

  private String text() {
    return random.nextInt(20) == 0
        ? "x".repeat(random.nextInt(LARGE))
        : TEXTS[random.nextInt(TEXTS.length)];
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes.length == 0 ? new byte[1] : bytes;
  }

  private Object enumConstant(Object now) {
    Object[] all = ((Enum<?>) now).getDeclaringClass().getEnumConstants();
    return all[random.nextInt(all.length)];
  }

  private List<Object> list(Schema element, List<?> now) {
    List<Object> list = new ArrayList<>(now);
    switch (random.nextInt(5)) {
      case 0 -> list.clear();
      case 1 -> Collections.shuffle(list, random);
      case 2 -> {
        Object filler = list.isEmpty() ? plain(element) : list.get(random.nextInt(list.size()));
        int size = random.nextInt(LARGE);
        while (filler != null && list.size() < size) {
          list.add(filler);
        }
      }
      default -> {
        if (!list.isEmpty()) {
          int at = random.nextInt(list.size());
          list.set(at, value(element, list.get(at)));
        }
      }
    }
    return list;
  }

  private Object plain(Schema element) {
    return switch (element.getType()) {
      case LONG -> random.nextLong();
      case INT -> random.nextInt();
      case STRING -> text();
      default -> null;
    };
  }

  private Map<String, Object> map(Schema value) {
    Map<String, Object> map = new HashMap<>();
    for (int i = random.nextInt(200); i > 0; i--) {
      map.put("option-" + i, plain(value));
    }
    return map;
  }
}
