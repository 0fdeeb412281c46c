import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { examplePlay } from "../../scripts/demo/play.ts";
import { readStorm } from "../../src/compose/rehearsal.ts";
import { startServer, type Server } from "../../src/compose/server.ts";
import type { Said } from "../../src/compose/watched-chat.ts";
import { readConfig } from "../../src/config.ts";
import { createReader, type Reader } from "./page-reader.ts";
import { wordsOf } from "./words-of.ts";

const SPEED = 400;

/** Did this post a message of its own? */
export function isBriefing({ did, to }: Said): boolean {
  return did === "posted" && to.thread === undefined;
}

/** One installation in a folder of its own, that can be restarted. */
export class Firm {
  readonly folder = mkdtempSync(join(tmpdir(), "depmap-firm-"));
  readonly said: Said[] = [];
  readonly environment: Readonly<Record<string, string>>;
  server!: Server;
  you!: Reader;

  constructor(environment: Readonly<Record<string, string>>) {
    this.environment = environment;
  }

  async start(): Promise<void> {
    const authors = new Set(examplePlay().thread.map(({ author }) => author));
    const people = [...authors].map((name) => ({ id: idOf(name), name, role: "member" as const }));
    this.server = await startServer(
      readConfig({
        DEPMAP_DATA_DIR: this.folder,
        DEPMAP_PORT: "0",
        DEPMAP_LOG_LEVEL: "silent",
        ...this.environment,
      }),
      {
        people: [{ id: "you", name: "You", role: "approver" }, ...people],
        watch: (one) => void this.said.push(one),
      },
    );
    this.you = createReader(this.server.url, "you");
  }

  /** Waits until the briefings say all that PagerDuty knows. */
  async settled(incidents: readonly string[]): Promise<void> {
    const { worker, rehearsal } = this.server;
    await rehearsal?.settled();
    worker.wake();
    worker.revisit(incidents);
    await worker.idle();
  }

  async play(storm: string): Promise<Said[]> {
    const from = this.said.length;
    await this.settled((await this.server.rehearsal?.play(readStorm(storm), SPEED)) ?? []);
    return this.said.slice(from);
  }
}

/** The id of somebody of that name. */
export function idOf(name: string): string {
  return name.toLowerCase().replaceAll(" ", "-");
}

/** The briefing that names this component in the end; which briefing stands first is a matter of moments. */
export function briefingAbout(said: readonly Said[], name: string): Said {
  const last = ({ message }: Said) => said.findLast((one) => one.message === message)?.reply;
  const found = said.filter(isBriefing).find((one) => wordsOf(last(one)).includes(name));
  if (!found) throw new Error(`no briefing names ${name}`);
  return found;
}
