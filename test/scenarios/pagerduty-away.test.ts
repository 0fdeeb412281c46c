import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { renderText } from "../../src/adapters/chat/terminal/render-text.ts";
import { importInto } from "../../src/compose/import-into.ts";
import { EXAMPLES } from "../../src/compose/rehearsal.ts";
import { startServer, type Server } from "../../src/compose/server.ts";
import type { Said } from "../../src/compose/watched-chat.ts";
import { readConfig } from "../../src/config.ts";
import { FAULT } from "../support/faulty-proxy.ts";
import { createPagerDutyDouble, type PagerDutyDouble } from "../support/pagerduty-double.ts";
import { createReader } from "../support/page-reader.ts";

let folder: string;
let pagerDuty: PagerDutyDouble;
let server: Server;
let said: Said[];

/** A server that is connected to a PagerDuty which outlives it, with the example estate on its map. */
async function start(): Promise<void> {
  const config = readConfig({
    DEPMAP_DATA_DIR: folder,
    DEPMAP_PORT: "0",
    DEPMAP_LOG_LEVEL: "silent",
    PAGERDUTY_URL: pagerDuty.url,
    PAGERDUTY_TOKEN: "any",
    PAGERDUTY_WEBHOOK_SECRETS: pagerDuty.secret.reveal(),
    PAGERDUTY_DEADLINE_MS: "400",
  });
  server = await startServer(config, { watch: (one) => void said.push(one) });
  await importInto(server.parts, [`${EXAMPLES}estate.yaml`, `${EXAMPLES}manifests`], "prod");
  await server.parts.snapshots.refresh();
  pagerDuty.deliverTo(`${server.url}/webhooks/pagerduty`);
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "depmap-away-"));
  said = [];
  pagerDuty = await createPagerDutyDouble();
  await start();
});
afterEach(async () => {
  await server.stop();
  await pagerDuty.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Waits until something has been said that fits. */
async function until(what: string, fits: (one: Said) => boolean): Promise<Said> {
  for (let tries = 0; tries < 400; tries += 1) {
    const found = said.findLast(fits);
    if (found) return found;
    await wait(25);
  }
  throw new Error(`waited in vain for ${what}: ${said.map(wordsOf).join("\n\n")}`);
}

const wordsOf = ({ reply }: Said) => renderText(reply, { width: 200 });
const isBriefing = ({ did, to }: Said) => did === "posted" && to.thread === undefined;

function triggerBasket(): string {
  return pagerDuty.rehearsal.trigger({
    title: "Basket errors above 20 %",
    service: { id: "PSKBAS1", name: "Basket" },
    alert: { summary: "basket: error rate 23 % (limit 2 %)", severity: "critical" },
  });
}

describe.each([
  ["down", FAULT.cut()],
  ["hanging", FAULT.hang()],
  ["answering with somebody else's page", FAULT.html(502)],
])("while PagerDuty is %s", (_, fault) => {
  it("briefs from the webhook alone, says what it lacks, and puts that right later", async () => {
    pagerDuty.rest.always(fault);

    triggerBasket();
    const briefing = await until("a briefing", isBriefing);
    pagerDuty.rest.always(undefined);
    const { parts, worker } = server;
    const incidents = await parts.store.incidents({ limit: 5 });
    worker.revisit(incidents.map(({ incident }) => incident.id));
    const corrected = await until(
      "the correction",
      ({ did, message }) => did === "edited" && message === briefing.message,
    );

    expect(wordsOf(briefing)).toContain("Basket");
    expect(wordsOf(briefing)).toMatch(/Not asked: /);
    expect(wordsOf(corrected)).toContain("1 alert on 1 component: basket");
    expect(wordsOf(corrected)).not.toMatch(/Not asked: /);
    expect(said.filter(isBriefing)).toHaveLength(1);
  });
});

it("still answers questions while PagerDuty hangs", async () => {
  pagerDuty.rest.always(FAULT.hang());
  triggerBasket();
  const { to } = await until("a briefing", isBriefing);

  const you = createReader(server.url, "you");
  const { lines } = await you.asks(to.channel, "/depmap blast-radius session-cache");

  expect(lines.join()).toContain("When session-cache fails");
});

it("goes on with the same briefing when it is restarted in the middle of an incident", async () => {
  const incident = triggerBasket();
  const briefing = await until("a briefing", isBriefing);
  await server.worker.idle();
  const url = server.url;
  await server.stop();
  // PagerDuty sends again what nobody takes.
  pagerDuty.rehearsal.addAlert(incident, {
    summary: "basket: unavailable, readiness failed on 4 of 4 pods",
    severity: "critical",
  });
  pagerDuty.rehearsal.acknowledge(incident);
  await start();

  const told = await until(
    "the second alert",
    (one) => one.message === briefing.message && /acknowledged[^]*2 alerts/.test(wordsOf(one)),
  );
  pagerDuty.rehearsal.resolve(incident);
  const summary = await until(
    "the summary",
    (one) => one.message === briefing.message && one.reply.headline.startsWith("Resolved: "),
  );

  expect(server.url).not.toBe(url);
  expect([told, summary].map(({ did }) => did)).toEqual(["edited", "edited"]);
  expect(said.filter(isBriefing)).toHaveLength(1);
});
