package dev.frameloom.roles;

/** A role stopped by itself. */
public final class RoleFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RoleFailedException(Role role, String message, Throwable cause) {
    super(
        "the role " + role.word() + " stopped" + (message.isEmpty() ? "" : ": " + message), cause);
  }
}
