package dev.frameloom.schemas;

/** How the subject of a value's schema is called; Confluent's three strategies. */
enum SubjectNames {
  TOPIC("TopicNameStrategy") {
    @Override
    String subjectOf(String topic, String recordName) {
      return topic + "-value";
    }
  },
  RECORD("RecordNameStrategy") {
    @Override
    String subjectOf(String topic, String recordName) {
      return recordName;
    }
  },
  TOPIC_RECORD("TopicRecordNameStrategy") {
    @Override
    String subjectOf(String topic, String recordName) {
      return topic + "-" + recordName;
    }
  };

  private final String simpleName;

  SubjectNames(String simpleName) {
    this.simpleName = simpleName;
  }

  abstract String subjectOf(String topic, String recordName);

  /** Takes Confluent's class names, with or without their package. */
  static SubjectNames of(String className) {
    String simple = className.substring(className.lastIndexOf('.') + 1);
    for (SubjectNames each : values()) {
      if (each.simpleName.equals(simple)) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "value.subject.name.strategy: expected TopicNameStrategy, RecordNameStrategy or"
            + " TopicRecordNameStrategy, found "
            + className);
  }
}
