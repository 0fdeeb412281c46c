import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { commands } from "../../commands/index.ts";
import { ComponentId } from "../../src/model/component.ts";
import { answerCommand } from "../../src/workflows/answers/answer-command.ts";
import { answerTools, NOW } from "../support/answer-tools.ts";
import { typed } from "../support/people.ts";
import { exampleEstate } from "../support/example-estate.ts";
import { idOf } from "../support/graph-of.ts";
import { recordOf } from "../support/record-of.ts";
import { buttonsOf, wordsOf } from "../support/words-of.ts";

/** What scripts build on: exactly these fields. */
const Data = z.strictObject({
  origin: ComponentId,
  asOf: z.iso.datetime(),
  hits: z.array(
    z.strictObject({
      component: ComponentId,
      state: z.enum(["down", "degraded", "stale"]),
      hops: z.number().int().positive(),
      etaMs: z.number().nonnegative(),
      chain: z.array(ComponentId).min(2),
      confidence: z.number().min(0).max(1),
      runsOn: ComponentId.optional(),
    }),
  ),
  starved: z.array(
    z.strictObject({
      component: ComponentId,
      etaMs: z.number(),
      quietConsumers: z.array(ComponentId),
    }),
  ),
  sources: z.array(z.strictObject({ source: z.string(), facts: z.number(), lastSeen: z.number() })),
  blindSpots: z.array(z.string()),
});

/** The data as a script reads it. */
function asWritten(data: unknown): z.infer<typeof Data> {
  return Data.parse(JSON.parse(JSON.stringify(data)));
}

describe("on the example estate", () => {
  let estate: Awaited<ReturnType<typeof exampleEstate>>;
  beforeAll(async () => {
    estate = await exampleEstate();
  });
  afterAll(() => estate.close());

  it("gives scripts exactly the promised fields", async () => {
    const { data } = await answerCommand(estate.tools, typed("blast-radius session-cache"));

    const { origin, asOf, hits, sources } = asWritten(data);
    expect(origin).toBe("prod/platform/session-cache");
    expect(asOf).toBe(new Date(NOW).toISOString());
    expect(hits.length).toBeGreaterThan(5);
    expect(hits.every(({ component, chain }) => chain[0] === component)).toBe(true);
    expect(hits.every(({ chain }) => chain.at(-1) === origin)).toBe(true);
    expect(sources.map(({ source }) => source)).toEqual(["estate:estate", "kubernetes:manifests"]);
  });

  it("tells what it costs, and what it could not see", async () => {
    const { reply } = await answerCommand(estate.tools, typed("blast-radius session-cache"));

    expect(wordsOf(reply)).toMatch(/users/i);
    expect(reply.footer.join("\n")).toMatch(/^As of [^]*Sources: /);
  });

  it("draws the picture when it is asked for, and offers it when not", async () => {
    const drawn = await answerCommand(estate.tools, typed("blast-radius session-cache --picture"));
    const offered = await answerCommand(estate.tools, typed("blast-radius session-cache"));

    const picture = drawn.reply.blocks.find((block) => block.type === "picture");
    expect(picture?.svg).toContain("session&#45;cache");
    expect(buttonsOf(offered.reply)["Show picture"]).toBe(
      "blast-radius prod/platform/session-cache --picture",
    );
  });

  it("understands forgiving names and aliases", async () => {
    const lines = [
      "impact Session Cache",
      "Blast Radius session_cache",
      "radius platform/session-cache",
    ];
    const answers = await Promise.all(
      lines.map((line) => answerCommand(estate.tools, typed(line))),
    );

    expect(answers.map(({ data }) => asWritten(data).origin)).toEqual(
      lines.map(() => "prod/platform/session-cache"),
    );
  });
});

it("keeps the quiet apart from the broken", async () => {
  const tools = await answerTools(commands, "checkout -> ledger");

  const { reply, data } = await answerCommand(tools, typed("blast-radius checkout"));

  expect(asWritten(data)).toMatchObject({ hits: [], starved: [{ component: idOf("ledger") }] });
  expect(reply.headline).toBe("When checkout fails: 1 only quiet");
});

it("without a name is about the probable origin of this channel's open incident", async () => {
  const tools = await answerTools(commands, "checkout -> ledger", "fares -> fares-db");
  const { store } = tools;
  await store.keepIncident(
    recordOf("OLD", {
      origin: idOf("fares-db"),
      incident: { status: "resolved", openedAt: NOW - 9 },
    }),
  );
  await store.keepIncident(recordOf("OPEN", { origin: idOf("ledger") }));
  await store.keepIncident(recordOf("ELSEWHERE", { origin: idOf("fares-db"), channel: "inc-9" }));

  const { data } = await answerCommand(tools, typed("blast-radius"));

  expect(asWritten(data).origin).toBe(idOf("ledger"));
});

it("without a name, where nobody can tell the origin yet, offers what alerts, the loudest first", async () => {
  const tools = await answerTools(commands, "checkout -> ledger", "fares -> fares-db");
  const alert = (name: string, severity: "warning" | "critical") => ({
    id: name,
    summary: `${name} is slow`,
    kind: "latency" as const,
    at: NOW,
    severity,
    mentions: [name],
  });
  const alerts = [alert("checkout", "warning"), alert("fares", "critical")];
  await tools.store.keepIncident(recordOf("OPEN", { incident: { alerts } }));

  const { reply } = await answerCommand(tools, typed("blast-radius"));

  expect(reply.headline).toBe("Which component?");
  expect(buttonsOf(reply)).toEqual({
    fares: "blast-radius prod/shop/fares",
    checkout: "blast-radius prod/shop/checkout",
  });
});

it("without a name and outside an incident offers the last five origins as buttons", async () => {
  const arrows = ["a", "b", "c", "d", "e", "f", "g"].map((name) => `checkout -> ${name}`);
  const tools = await answerTools(commands, ...arrows);
  for (const [place, name] of ["a", "b", "c", "d", "e", "f", "g"].entries()) {
    const incident = { openedAt: NOW - 1000 * (10 - place) };
    await tools.store.keepIncident(recordOf(name, { origin: idOf(name), channel: "x", incident }));
  }

  const { reply, data } = await answerCommand(tools, typed("blast-radius"));

  expect(reply.headline).toBe("Which component?");
  expect(data).toMatchObject({ unknown: "" });
  expect(buttonsOf(reply)).toEqual({
    g: "blast-radius prod/shop/g",
    f: "blast-radius prod/shop/f",
    e: "blast-radius prod/shop/e",
    d: "blast-radius prod/shop/d",
    c: "blast-radius prod/shop/c",
  });
});

it("for an unknown name offers the three nearest as buttons, and guesses nothing", async () => {
  const tools = await answerTools(
    commands,
    "checkout -> ledger",
    "ledger -> ledger-db",
    "x -> ledger-cache",
    "y -> ledgers",
  );

  const { reply, data } = await answerCommand(tools, typed("blast-radius legder --picture"));

  expect(data).toMatchObject({ unknown: "legder" });
  expect(Object.keys(buttonsOf(reply))).toHaveLength(3);
  expect(buttonsOf(reply)["ledger"]).toBe("blast-radius prod/shop/ledger --picture");
});

it("asks which one is meant when a name has several bearers", async () => {
  const tools = await answerTools(commands, "prod/a/api -> ledger", "prod/b/api -> ledger");

  const { reply } = await answerCommand(tools, typed("blast-radius api"));

  expect(reply.headline).toBe("“api” names several components");
  expect(reply.blocks.at(-1)).toMatchObject({
    buttons: [
      { action: { line: "blast-radius prod/a/api" } },
      { action: { line: "blast-radius prod/b/api" } },
    ],
  });
});
