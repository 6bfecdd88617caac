package dev.frameloom.embedded;

/** An answer that is not a success, with the code that Confluent's clients look at. */
final class RegistryError extends RuntimeException {

  static final int RESOURCE_NOT_FOUND = 404;
  static final int METHOD_NOT_ALLOWED = 405;
  static final int INCOMPATIBLE_SCHEMA = 409;
  static final int TOO_LARGE = 413;
  static final int SUBJECT_NOT_FOUND = 40401;
  static final int VERSION_NOT_FOUND = 40402;
  static final int SCHEMA_NOT_FOUND = 40403;
  static final int SUBJECT_SOFT_DELETED = 40404;
  static final int SUBJECT_NOT_SOFT_DELETED = 40405;
  static final int VERSION_SOFT_DELETED = 40406;
  static final int VERSION_NOT_SOFT_DELETED = 40407;
  static final int SUBJECT_LEVEL_NOT_SET = 40408;
  static final int INVALID_SCHEMA = 42201;
  static final int INVALID_VERSION = 42202;
  static final int INVALID_COMPATIBILITY = 42203;
  static final int STORE_FAILED = 50001;

  private final int code;

  RegistryError(int code, String message) {
    super(message);
    this.code = code;
  }

  RegistryError(int code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  static RegistryError noSubject(String subject) {
    return new RegistryError(SUBJECT_NOT_FOUND, "Subject '%s' not found.".formatted(subject));
  }

  static RegistryError noVersion(String version) {
    return new RegistryError(VERSION_NOT_FOUND, "Version %s not found.".formatted(version));
  }

  int code() {
    return code;
  }

  /** The HTTP status: a code's first three digits. */
  int status() {
    return code < 1000 ? code : code / 100;
  }
}
