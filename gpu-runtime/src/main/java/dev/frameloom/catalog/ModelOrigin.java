package dev.frameloom.catalog;

/** Where a catalogued model came from. */
public sealed interface ModelOrigin {

  /** For people, on one line. */
  String text();

  /**
   * From this machine.
   *
   * @param path where it was
   */
  record Imported(String path) implements ModelOrigin {
    @Override
    public String text() {
      return path;
    }
  }

  /**
   * From a hub.
   *
   * @param hub address
   * @param id as {@code ORG/NAME}
   * @param commit the whole hash
   */
  record Pulled(String hub, String id, String commit) implements ModelOrigin {
    @Override
    public String text() {
      return hub + "/" + id + " at " + commit.substring(0, Math.min(12, commit.length()));
    }
  }

  /**
   * Made by Frameloom.
   *
   * @param how what made it
   */
  record Made(String how) implements ModelOrigin {
    @Override
    public String text() {
      return how;
    }
  }

  /**
   * Out of Frameloom's own jar.
   *
   * @param version of the Frameloom that put it there
   */
  record Shipped(String version) implements ModelOrigin {
    @Override
    public String text() {
      return "shipped with Frameloom " + version;
    }
  }
}
