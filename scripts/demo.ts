import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { blastRadius } from "../src/analysis/blast-radius.ts";
import { startServer, type Server } from "../src/compose/server.ts";
import type { Said } from "../src/compose/watched-chat.ts";
import { messageOf } from "../src/model/errors.ts";
import { readConfig } from "../src/config.ts";
import type { Person } from "../src/model/person.ts";
import { blastRadiusPicture } from "../src/pictures/blast-radius-picture.ts";
import { examplePlay, inventedPlay, type Play } from "./demo/play.ts";
import { createStage } from "./demo/stage.ts";
import { visitorOf, type Visitor } from "./demo/visitor.ts";

const SPEED = 40;
const PICTURES = join(".depmap", "demo");
/** How many proposals are shown whole. */
const CARDS = 2;
/** How many blocks are shown of what is shown more than once. */
const BEGINNING = { briefing: 5, summary: 1, card: 3, second: 6 };

const { values } = parseArgs({ options: { manifests: { type: "string" } } });
const stage = createStage();
const { said, tell, line, show, until } = stage;

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

async function ask({ handlers, chat }: Server, channel: string, line: string): Promise<void> {
  const place = { chat: chat.name, channel };
  const person = { id: "you", name: "You", role: "approver" } as const;
  const reply = await handlers.onCommand({ id: line, line, person, place });
  show("for whoever asked", reply);
}

async function firstIncident(server: Server, play: Play, visitor: Visitor): Promise<Said> {
  tell(
    `An alert storm begins: ${play.storm.alerts.length} alerts, ${SPEED} times as fast as in life`,
  );
  stage.alerts(play.storm);
  const storm = server.rehearsal?.play(play.storm, SPEED);
  const isNew = ({ did, to }: Said) => did === "posted" && to.thread === undefined;
  const briefing = await until("a briefing", isNew);
  tell("After the first alert: one message stands in a channel of its own");
  show("posted", briefing.reply, BEGINNING.briefing);
  await settled(server, (await storm) ?? []);
  const edits = said.filter(({ did, message }) => did === "edited" && message === briefing.message);
  tell("After the storm: the same message, edited in place");
  show("edited", (edits.at(-1) ?? briefing).reply);
  tell("Its thread: one line for each change that matters");
  for (const { reply } of said.filter(({ to }) => to.thread === briefing.message)) {
    line(`• ${reply.headline}`);
  }
  for (const question of play.questions) {
    tell(`Somebody types: /depmap ${question}`);
    await ask(server, briefing.to.channel, question);
  }
  await visitor.say(briefing.to.channel, "Failing over now.");
  return briefing;
}

async function resolveAll(server: Server, { message }: Said): Promise<void> {
  tell("PagerDuty: everything is resolved, and the briefing becomes a summary");
  const from = said.length;
  server.rehearsal?.resolveAll();
  await settled(server, []);
  const closing = await until("the summary", (one) => one.message === message, from);
  show("edited", closing.reply, BEGINNING.summary);
}

async function learn(
  server: Server,
  play: Play,
  { to, message }: Said,
  visitors: ReadonlyMap<string, Visitor>,
): Promise<void> {
  tell("Next day, in the postmortem thread");
  for (const { author, text } of play.thread) {
    line(`${author}: ${text}`);
    await visitors.get(author)?.say(to.channel, text, message);
  }
  const from = said.length;
  await visitors.get("You")?.capture(message);
  const isCard = (one: Said) => one.to.thread === message;
  await until("a proposal", isCard, from);
  await answered(() => said.slice(from).filter(isCard).length);
  tell("“Capture dependencies” proposes what was stated, with the sentence it was read from");
  for (const [at, { reply }] of said.slice(from).entries()) {
    if (at < CARDS) show("posted in the thread", reply, BEGINNING.card);
    else line(`and: ${reply.headline}`);
  }

  tell("An approver presses Approve");
  const { items } = await server.parts.store.proposals("open");
  for (const { id, card } of items.toReversed()) {
    if (!card) continue;
    const action = { type: "decide-proposal", proposalId: id, decision: "approve" } as const;
    const button = await server.parts.actions.keep(action, card.message);
    await visitors.get("You")?.press(card.message, button);
  }
  const decided = () => said.slice(from).filter(({ did }) => did === "edited");
  await answered(() => decided().length);
  for (const { reply } of decided()) line(`✔ ${reply.headline}`);
  tell(`The map knows it at once: /depmap ${play.proof}`);
  await ask(server, to.channel, play.proof);
}

async function secondIncident(server: Server, play: Play): Promise<void> {
  const from = said.length;
  tell("A second incident: the briefing counts with what was learned");
  stage.alerts(play.secondStorm);
  console.log();
  await settled(server, (await server.rehearsal?.play(play.secondStorm, SPEED)) ?? []);
  const isNew = ({ did, to }: Said) => did === "posted" && to.thread === undefined;
  const { message } = await until("the second briefing", isNew, from);
  const last = await until("the second briefing", (one) => one.message === message, from);
  show(last.did, last.reply, BEGINNING.second);
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

function peopleIn({ thread }: Pick<Play, "thread">): [Person, ...Person[]] {
  const authors = [...new Set(thread.map(({ author }) => author))];
  const others = authors.map((name) => ({ id: name.toLowerCase().replaceAll(" ", "-"), name }));
  const role = "approver" as const;
  return [{ id: "you", name: "You", role }, ...others.map((other) => ({ ...other, role }))];
}

async function run(folder: string): Promise<void> {
  const people = peopleIn(examplePlay());
  const config = readConfig({
    DEPMAP_DATA_DIR: folder,
    DEPMAP_PORT: "0",
    DEPMAP_LOG_LEVEL: "silent",
  });
  tell("depmap starts: graph, chat and a rehearsal PagerDuty, all in this process");
  const server = await startServer(config, {
    people,
    watch: stage.heard,
    ...(values.manifests === undefined ? {} : { estate: [values.manifests] }),
  });
  try {
    const map = server.parts.snapshots.current();
    const play = values.manifests === undefined ? examplePlay() : inventedPlay(map);
    const from = values.manifests ?? "examples/, an invented ferry firm";
    line(
      `Read ${map.components.length} components and ${map.consumer.length} dependencies of ${from}.`,
    );
    const visitors = new Map(people.map(({ id, name }) => [name, visitorOf(server.url, id)]));
    const briefing = await firstIncident(server, play, visitors.get("You") as Visitor);
    await resolveAll(server, briefing);
    await learn(server, play, briefing, visitors);
    await secondIncident(server, play);
    const pictures = await paint(server);
    tell("Done. The briefings' pictures:");
    for (const picture of pictures) line(picture);
    console.log("\nWhat to try next:");
    for (const [command, what] of [
      ["npm start", "the same in your browser, with a button that starts the incident"],
      ["npm run demo -- --manifests PATH", "the same story on your own Kubernetes manifests"],
      ["npm run -s depmap -- import PATH --dry-run", "what depmap would read from your files"],
    ] as const) {
      line(`${command.padEnd(44)}${what}`);
    }
  } finally {
    await server.stop();
  }
}

const folder = mkdtempSync(join(tmpdir(), "depmap-demo-"));
try {
  await run(folder);
} catch (fault) {
  console.error(`The demo ended early: ${messageOf(fault)}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
