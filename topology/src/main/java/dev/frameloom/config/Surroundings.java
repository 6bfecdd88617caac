package dev.frameloom.config;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a process independent of what differs from machine to machine, before anything else in it
 * runs: the locale, which spells enum constants and numbers otherwise in Turkey or Thailand, and a
 * home folder that is missing or can't be written. Libraries read both when they are loaded.
 */
public final class Surroundings {

  private static final String HOME = "user.home";
  private static final String OURS = ".frameloom";

  /** What Java puts where it can't decode. */
  private static final char REPLACEMENT = '\uFFFD';

  private static final String BEYOND_ASCII =
      " beyond ASCII, which Java can't read in this locale; start with LC_ALL=C.UTF-8, or another"
          + " UTF-8 locale of `locale -a`";

  private Surroundings() {}

  /**
   * Sets locale and home folder of this process.
   *
   * @param environment the process's
   * @return a note for the user, where another home folder had to be taken
   * @throws ConfigException where no home folder can be had, or where the arguments can't be known
   *     because the locale has no letters for them
   */
  public static Optional<String> prepare(Map<String, String> environment) {
    Locale.setDefault(Locale.ROOT);
    requireReadableArguments();
    return home(environment);
  }

  /**
   * Java decodes arguments and names of files by the locale. In an ASCII locale it has put
   * replacement characters for all others before we are asked, and can't open such a file at all.
   */
  private static void requireReadableArguments() {
    Charset names = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    Path arguments = Path.of("/proc/self/cmdline");
    if (!names.equals(StandardCharsets.US_ASCII) || !Files.isReadable(arguments)) {
      return;
    }
    if (System.getProperty("user.dir", "").indexOf(REPLACEMENT) >= 0) {
      throw new ConfigException("the folder that this runs in has a name" + BEYOND_ASCII);
    }
    try {
      for (byte b : Files.readAllBytes(arguments)) {
        if (b < 0) {
          throw new ConfigException("an argument has letters" + BEYOND_ASCII);
        }
      }
    } catch (IOException e) {
      // not ours to read; the file will not be found, and the message names it
    }
  }

  private static Optional<String> home(Map<String, String> environment) {
    String given = System.getProperty(HOME, "");
    String named = environment.getOrDefault("HOME", "");
    Path home = Path.of(Path.of(given).isAbsolute() ? given : named);
    if (usable(home)) {
      System.setProperty(HOME, home.toString());
      return Optional.empty();
    }
    Path temporary = temporaryHome();
    System.setProperty(HOME, temporary.toString());
    return Optional.of(
        (home.isAbsolute()
                ? "the home folder " + home + " can't be written"
                : "no home folder is set")
            + "; models and native libraries go to "
            + temporary
            + ". Set HOME to a folder that can be written to keep them elsewhere");
  }

  /** A home with our folder in it is one even where it can't be written: models may lie there. */
  private static boolean usable(Path home) {
    if (!home.isAbsolute()) {
      return false;
    }
    Path existing = home;
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    return Files.isWritable(existing) || Files.isReadable(home.resolve(OURS));
  }

  /** One that nobody else can write: native libraries are loaded from it. */
  private static Path temporaryHome() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      Path home = temporary.resolve("frameloom-" + user);
      try {
        Files.createDirectory(
            home,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } catch (FileAlreadyExistsException e) {
        requireOwn(home, user);
      }
      return home;
    } catch (IOException | UnsupportedOperationException e) {
      throw new ConfigException(
          "there is no home folder that can be written, and none can be made in "
              + temporary
              + " ("
              + e.getMessage()
              + "); set HOME to a folder that can be written");
    }
  }

  private static void requireOwn(Path home, Object user) throws IOException {
    Object owner = Files.getAttribute(home, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    Set<PosixFilePermission> permissions =
        Files.getPosixFilePermissions(home, LinkOption.NOFOLLOW_LINKS);
    if (!owner.equals(user)
        || !Files.isDirectory(home, LinkOption.NOFOLLOW_LINKS)
        || permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new ConfigException(
          "there is no home folder that can be written, and "
              + home
              + " belongs to somebody else; set HOME to a folder that can be written");
    }
  }
}
