import java.util.Map;

/** What the Java programs share: where the gateway is, and how checks are run and reported. */
public final class Checks {
  public static final String ORIGIN = System.getenv("GATEWAY_ORIGIN");
  /** Azure's SDK sends its key over TLS only. */
  public static final String TLS_ORIGIN = System.getenv("GATEWAY_TLS_ORIGIN");
  public static final String BASE = ORIGIN + "/v1";
  public static final String KEY = System.getenv("GATEWAY_KEY");
  public static final String DATA_KEY = System.getenv("GATEWAY_DATA_KEY");

  /** It refuses sampling parameters, the default values too. */
  public static final String STRICT_MODEL = "gpt-5-mini";

  /** Makes Azure's stand-in fail. */
  public static final String FAULT = "x-ms-fault";
  public static final String CUT = "cut-after-events=5";
  /** Longer than the time after which the gateway keeps a stream alive. */
  public static final String SLOW = "slow-first-byte; ms=16500";

  /** A check that may throw. */
  public interface Check {
    void run() throws Exception;
  }

  /** The answer repeats what Azure received, so it must contain it. */
  public static void has(String text, String part) {
    if (text == null || !text.contains(part)) {
      throw new AssertionError("\"" + part + "\" is not in " + text);
    }
  }

  /** The check must throw, with this part in what it says. */
  public static void fails(Check check, String part) {
    try {
      check.run();
    } catch (Exception error) {
      has(String.valueOf(error) + error.getCause(), part);
      return;
    }
    throw new AssertionError("no error");
  }

  /** Runs the checks that the command line names. */
  public static void run(String[] names, Map<String, Check> checks) {
    for (String name : names) {
      try {
        checks.get(name).run();
        System.out.println("ok " + name);
      } catch (Throwable error) {
        error.printStackTrace();
        String why = String.valueOf(error).replace('\n', ' ');
        System.out.println("not ok " + name + " - " + why.substring(0, Math.min(400, why.length())));
      }
    }
    System.exit(0);
  }
}
