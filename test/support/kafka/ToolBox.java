// Kafka's command-line tools one after the other in one JVM: a line in is a call, a line out is what came of it (see tool-box.ts).
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import org.apache.kafka.common.utils.Exit;

public class ToolBox {
  static class Ended extends Error {
    Ended() { super("the end", null, false, false); }
  }

  /** What the tool asked for first: some catch what ends them and ask again. */
  static Integer ended;

  static void end(int code) {
    if (ended == null) ended = code;
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    System.setErr(new PrintStream(OutputStream.nullOutputStream()));
    throw new Ended();
  }

  static String text(String base64) { return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8); }

  static String base64(ByteArrayOutputStream bytes) { return Base64.getEncoder().encodeToString(bytes.toByteArray()); }

  public static void main(String[] ignored) throws Exception {
    PrintStream answers = System.out;
    BufferedReader calls = new BufferedReader(new InputStreamReader(System.in));
    Exit.setExitProcedure((code, message) -> end(code));
    List<Runnable> hooks = new ArrayList<>(); // producers are flushed and summaries printed by them
    Exit.setShutdownHookAdder((name, hook) -> hooks.add(hook));
    Exit.setHaltProcedure((code, message) -> end(code));
    for (String call; (call = calls.readLine()) != null; ) {
      String[] fields = call.split(" ", -1);
      String[] arguments = new String[fields.length - 2];
      for (int i = 0; i < arguments.length; i++) arguments[i] = text(fields[i + 2]);
      ByteArrayOutputStream out = new ByteArrayOutputStream(), err = new ByteArrayOutputStream();
      System.setIn(new ByteArrayInputStream(Base64.getDecoder().decode(fields[1])));
      System.setOut(new PrintStream(out, true));
      System.setErr(new PrintStream(err, true));
      ended = null;
      try {
        Class.forName(fields[0]).getMethod("main", String[].class).invoke(null, (Object) arguments);
      } catch (Throwable thrown) {
        if (ended == null) {
          ended = 1;
          thrown.printStackTrace();
        }
      }
      System.setOut(new PrintStream(out, true));
      for (Runnable hook : hooks) hook.run();
      hooks.clear();
      answers.println((ended == null ? 0 : ended) + " " + base64(out) + " " + base64(err));
      answers.flush();
    }
    Runtime.getRuntime().halt(0);
  }
}
