import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes, and ends with 1 and a line at the first test that fails, as Mutants needs. */
public final class RunTests implements TestExecutionListener {

  private long passed;

  public static void main(String[] classes) {
    RunTests watch = new RunTests();
    for (String name : classes) {
      long before = watch.passed;
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(DiscoverySelectors.selectClass(name))
                  .build(),
              watch);
      if (watch.passed == before) {
        end("no test of " + name + " ran");
      }
    }
    Runtime.getRuntime().halt(0);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
      passed += test.isTest() ? 1 : 0;
      return;
    }
    if (result.getStatus() == TestExecutionResult.Status.FAILED) {
      String id = test.getUniqueId();
      String where =
          id.replaceFirst(".*\\[class:([^\\]]*)\\.(\\w+)\\].*?(/\\[[a-z-]+:(\\w+).*)?$", "$2.$4");
      String message = result.getThrowable().map(it -> String.valueOf(it.getMessage())).orElse("");
      end(
          where
              + ": "
              + message
                  .lines()
                  .map(String::strip)
                  .filter(it -> !it.isEmpty())
                  .findFirst()
                  .orElse(""));
    }
  }

  private static void end(String why) {
    System.out.println("\nRunTests: " + (why.length() > 160 ? why.substring(0, 160) + "…" : why));
    System.out.flush();
    Runtime.getRuntime().halt(1); // the rest of the tests could say no more
  }
}
