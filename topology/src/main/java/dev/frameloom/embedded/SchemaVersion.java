package dev.frameloom.embedded;

/**
 * A schema under a subject.
 *
 * @param subject name
 * @param version position in the subject, from 1; never used again
 * @param id of the schema in the whole registry; equal schemas share it
 * @param schema Avro schema as JSON
 * @param deleted hidden, and kept so that records with its id stay readable
 */
record SchemaVersion(String subject, int version, int id, String schema, boolean deleted) {

  SchemaVersion asDeleted() {
    return new SchemaVersion(subject, version, id, schema, true);
  }
}
