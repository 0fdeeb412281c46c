import { readConfig } from "./config.ts";
import { runShell } from "./compose/shell.ts";
import { startServer } from "./compose/server.ts";
import { messageOf } from "./model/errors.ts";

const [command = "serve", ...rest] = process.argv.slice(2);

try {
  const config = readConfig(process.env);
  if (command !== "serve" || rest.length > 0) {
    process.exitCode = await runShell(config, [command, ...rest]);
  } else {
    const server = await startServer(config);
    console.log(`depmap is up: ${server.url}`);
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => void server.stop());
    }
    // A bug in one corner must not end the briefings of an open incident.
    process.on("unhandledRejection", (fault) => {
      server.parts.metrics.count("faults", { where: "process" });
      server.parts.log.error({ fault }, "a promise was rejected and nobody looked");
    });
  }
} catch (fault) {
  console.error(messageOf(fault));
  process.exitCode = 1;
}
