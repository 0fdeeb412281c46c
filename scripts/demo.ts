import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { renderText } from "../src/adapters/chat/terminal/render-text.ts";
import { blastRadius } from "../src/analysis/blast-radius.ts";
import { startServer, type Server } from "../src/compose/server.ts";
import type { Said } from "../src/compose/watched-chat.ts";
import { readConfig } from "../src/config.ts";
import { blastRadiusPicture } from "../src/pictures/blast-radius-picture.ts";
import { examplePlay, inventedPlay, type Play } from "./demo/play.ts";
import { visitorOf, type Visitor } from "./demo/visitor.ts";

const SPEED = 40;
const PICTURES = resolve(".depmap/demo");

const { values } = parseArgs({ options: { manifests: { type: "string" } } });
const folder = mkdtempSync(join(tmpdir(), "depmap-demo-"));
const said: Said[] = [];
const started = performance.now();

/** One step of the story, with its time since the start. */
function tell(text: string): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(5);
  console.log(`\n━━ ${seconds} s ━━ ${text}\n`);
}

function show({ did, reply, to }: Said): void {
  const where = to.thread === undefined ? "" : " in the thread";
  console.log(`  ┌ ${did}${where}`);
  const width = Math.min(process.stdout.columns ?? 100, 110) - 4;
  const text = renderText(reply, { width, colour: process.stdout.isTTY });
  console.log(text.replaceAll(/^/gm, "  │ "));
}

/** Waits until something has been said that fits; ends the demo with an error when it never is. */
async function until(what: string, fits: (one: Said) => boolean, from = 0): Promise<Said> {
  for (let waited = 0; waited < 15_000; waited += 50) {
    const found = said.slice(from).findLast(fits);
    if (found) return found;
    await wait(50);
  }
  throw new Error(`the demo waited in vain for ${what}`);
}

/** Waits until the briefings say all that PagerDuty knows. */
async function settled({ worker, rehearsal }: Server, incidents: readonly string[]): Promise<void> {
  await rehearsal?.settled();
  worker.wake();
  worker.revisit(incidents);
  await worker.idle();
}

/** Waits until the count of something has stopped growing. */
async function answered(count: () => number): Promise<void> {
  for (let before = -1; before !== count(); await wait(400)) before = count();
}

async function firstIncident(server: Server, play: Play, visitor: Visitor): Promise<Said> {
  tell(
    `PagerDuty: an alert storm of ${play.storm.alerts.length} alerts begins (signed V3 webhooks, ${SPEED} times as fast)`,
  );
  const storm = server.rehearsal?.play(play.storm, SPEED);
  const briefing = await until(
    "a briefing",
    ({ did, to }) => did === "posted" && to.thread === undefined,
  );
  tell("The briefing, as it was posted");
  show(briefing);
  await settled(server, (await storm) ?? []);
  const edits = said.filter(({ did, message }) => did === "edited" && message === briefing.message);
  tell(`The same message after the storm, edited ${edits.length} times; and its thread`);
  show(edits.at(-1) ?? briefing);
  for (const line of said.filter(({ to }) => to.thread === briefing.message)) {
    console.log(`  ├ ${line.reply.headline}`);
  }
  for (const question of play.questions) {
    tell(`Somebody types: /depmap ${question}`);
    const place = { chat: server.chat.name, channel: briefing.to.channel };
    const person = { id: "you", name: "You", role: "approver" } as const;
    const reply = await server.handlers.onCommand({ id: question, line: question, person, place });
    show({ did: "posted", to: place, message: "", reply });
  }
  await visitor.say(briefing.to.channel, "Failing over now.");
  return briefing;
}

async function resolveAll(server: Server, briefing: Said): Promise<void> {
  tell("PagerDuty: everything is resolved");
  const from = said.length;
  server.rehearsal?.resolveAll();
  await settled(server, []);
  show(await until("the closing edit", ({ message }) => message === briefing.message, from));
}

async function learn(
  server: Server,
  play: Play,
  briefing: Said,
  visitors: ReadonlyMap<string, Visitor>,
): Promise<void> {
  tell("Next day, in the postmortem thread");
  const { channel } = briefing.to;
  for (const { author, text } of play.thread) {
    console.log(`  ${author}: ${text}`);
    await visitors.get(author)?.say(channel, text, briefing.message);
  }
  const from = said.length;
  await visitors.get("You")?.capture(briefing.message);
  const isCard = ({ to }: Said) => to.thread === briefing.message;
  await until("a proposal", isCard, from);
  await answered(() => said.slice(from).filter(isCard).length);
  tell("“Capture dependencies” proposes what was stated, with the sentence");
  for (const card of said.slice(from)) show(card);

  tell("An approver presses Approve");
  const { items } = await server.parts.store.proposals("open");
  for (const { id, card } of items) {
    if (!card) continue;
    const action = { type: "decide-proposal", proposalId: id, decision: "approve" } as const;
    await visitors
      .get("You")
      ?.press(card.message, await server.parts.journal.keep(action, card.message));
  }
  await answered(() => said.slice(from).filter(({ did }) => did === "edited").length);
  for (const { reply } of said.slice(from).filter(({ did }) => did === "edited")) {
    console.log(`  ${reply.headline}`);
  }
}

async function secondIncident(server: Server, play: Play): Promise<void> {
  const from = said.length;
  tell("A second incident begins: does the briefing know what was learned?");
  await settled(server, (await server.rehearsal?.play(play.secondStorm, SPEED)) ?? []);
  const isBriefing = ({ to }: Said) => to.thread === undefined;
  const posted = await until(
    "the second briefing",
    (one) => one.did === "posted" && isBriefing(one),
    from,
  );
  show(await until("the second briefing", ({ message }) => message === posted.message, from));
}

async function paint({ parts }: Server): Promise<readonly string[]> {
  mkdirSync(PICTURES, { recursive: true });
  const map = parts.snapshots.current();
  const records = await parts.store.incidents({ limit: 10 });
  const origins = [...new Set(records.flatMap(({ origin }) => origin ?? []))];
  const files: string[] = [];
  for (const origin of origins) {
    const svg = await parts.painter.svg(blastRadiusPicture(map, blastRadius(map, [origin])));
    const file = join(PICTURES, `blast-radius-${origin.split("/").at(-1)}.png`);
    writeFileSync(file, await parts.painter.png(svg));
    files.push(file);
  }
  return files;
}

async function run(): Promise<void> {
  const authors = examplePlay().thread.map(({ author }) => author);
  const names = [...new Set(["You", ...authors])];
  const people = names.map((name) => ({
    id: name === "You" ? "you" : name.toLowerCase().replaceAll(" ", "-"),
    name,
    role: "approver" as const,
  }));
  const config = readConfig({
    DEPMAP_DATA_DIR: folder,
    DEPMAP_PORT: "0",
    DEPMAP_LOG_LEVEL: "silent",
  });
  const [first, ...others] = people;
  if (!first) return;
  tell("depmap starts: SQLite graph, local workspace, rehearsal PagerDuty, all in this process");
  const server = await startServer(config, {
    people: [first, ...others],
    watch: (one) => void said.push(one),
    ...(values.manifests === undefined ? {} : { estate: [values.manifests] }),
  });
  try {
    const map = server.parts.snapshots.current();
    const play = values.manifests === undefined ? examplePlay() : inventedPlay(map);
    console.log(
      `  ${map.components.length} components, ${map.consumer.length} dependencies; ${server.url}`,
    );
    const visitors = new Map(people.map(({ id, name }) => [name, visitorOf(server.url, id)]));
    const briefing = await firstIncident(server, play, visitors.get("You") as Visitor);
    await resolveAll(server, briefing);
    await learn(server, play, briefing, visitors);
    await secondIncident(server, play);
    const pictures = await paint(server);
    tell("Done. The pictures:");
    for (const picture of pictures) console.log(`  ${picture}`);
    console.log(
      "\nWhat to try next:\n  npm start                                          the same in your browser, with a button that starts the incident",
    );
    console.log(
      "  npm run demo -- --manifests PATH                   the same story on your own Kubernetes manifests",
    );
    console.log(
      "  npm run -s depmap -- import PATH --dry-run         what depmap would read from your files",
    );
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

await run();
