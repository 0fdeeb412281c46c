import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/**
 * A Neo4j server for tests: its own kernel, planner and Bolt server, started from jars.
 *
 * Arguments: the data folder and the port; the password of user neo4j is in NEO4J_PASSWORD. Prints "ready" once it
 * answers. Ends, and takes its data away, when its standard input closes, so that a killed test run leaves nothing.
 */
class Neo4jServer {
  public static void main(String[] arguments) throws IOException {
    try {
      serve(Path.of(arguments[0]), new SocketAddress("127.0.0.1", Integer.parseInt(arguments[1])));
    } catch (Throwable fault) {
      fault.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private static void serve(Path home, SocketAddress address) throws IOException {
    var isNew = !Files.exists(home.resolve("data"));
    var server =
        new DatabaseManagementServiceBuilder(home)
            .setConfig(BoltConnector.enabled, true)
            .setConfig(BoltConnector.listen_address, address)
            .setConfig(BoltConnector.advertised_address, address)
            .setConfig(GraphDatabaseSettings.auth_enabled, true)
            .setConfig(GraphDatabaseSettings.pagecache_memory, Long.getLong("cacheMb", 128) << 20)
            .build();
    // The server refuses a password that is set already.
    if (isNew) {
      server
          .database("system")
          .executeTransactionally(
              "ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED",
              Map.of("password", System.getenv("NEO4J_PASSWORD")));
    }
    System.out.println("ready");

    while (System.in.read() >= 0) {}
    // The server still writes: what comes back goes in the next round.
    for (var round = 0; round < 5 && Files.exists(home); round++) remove(home);
    // Not exit: nobody needs the data, and a clean stop takes seconds.
    Runtime.getRuntime().halt(0);
  }

  private static void remove(Path folder) {
    try (var paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException | UncheckedIOException gone) {
      // A file that went away by itself is what was wanted.
    }
  }
}
