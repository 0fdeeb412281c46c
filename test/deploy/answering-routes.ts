import express from "express";
import { healthRoutes } from "../../src/http/health.ts";
import { listen } from "../../src/http/listen.ts";

/** Whether depmap's own health routes answer these paths with 200 when all is well. */
export async function answeringRoutes(paths: readonly string[]): Promise<boolean[]> {
  const app = express();
  app.use(healthRoutes([], { now: () => 0 }));
  const listening = await listen(app, { host: "127.0.0.1", port: 0 });
  try {
    const answers = paths.map((path) => fetch(`http://127.0.0.1:${listening.port}${path}`));
    return (await Promise.all(answers)).map(({ status }) => status === 200);
  } finally {
    await listening.close();
  }
}
