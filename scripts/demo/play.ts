import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { blastRadius } from "../../src/analysis/blast-radius.ts";
import type { Storm } from "../../src/adapters/alerts/rehearsal/storm.ts";
import { EXAMPLES, readStorm } from "../../src/compose/rehearsal.ts";
import { nameOf, type ComponentId } from "../../src/model/component.ts";
import type { Snapshot } from "../../src/model/snapshot/snapshot.ts";

/** What the demo plays on an estate. */
export interface Play {
  readonly storm: Storm;
  /** What is asked during the incident, without `/depmap`. */
  readonly questions: readonly string[];
  /** What is asked when the thread has been learned: its answer shows the new dependency. */
  readonly proof: string;
  /** The postmortem thread: its first message opens it. */
  readonly thread: readonly { readonly author: string; readonly text: string }[];
  /** An incident on the provider that the thread taught. */
  readonly secondStorm: Storm;
}

const Thread = z.object({
  messages: z.array(z.object({ author: z.string(), text: z.string() })).min(1),
});

/** The play that is written down in `examples/`. */
export function examplePlay(): Play {
  const thread = Thread.parse(parse(readFileSync(`${EXAMPLES}postmortem-thread.yaml`, "utf8")));
  return {
    storm: readStorm("storm.yaml"),
    questions: ["path web session-cache --limit 1", "owners checkout", "blast radius sesion-cache"],
    proof: "depends-on fares",
    thread: thread.messages,
    secondStorm: readStorm("storm-after-learning.yaml"),
  };
}

/**
 * A play made up for any map: the component whose failure harms most others falls silent, and they alert.
 *
 * The thread teaches a dependency that the map lacks. Throws when the map has too few dependencies to play on.
 */
export function inventedPlay(snapshot: Snapshot): Play {
  const byHits = snapshot.components
    .map(({ id }) => ({ id, hits: blastRadius(snapshot, [id]).hits }))
    .toSorted((a, b) => b.hits.length - a.hits.length || (a.id < b.id ? -1 : 1));
  const [origin] = byHits;
  const victims = origin?.hits.filter(({ state }) => state === "down").slice(0, 5) ?? [];
  const strangers =
    origin &&
    strangersIn(
      snapshot,
      byHits.map(({ id }) => id),
    );
  if (!origin || victims.length === 0 || !strangers) {
    throw new Error("too little to play on: no component of these files harms another one");
  }
  const { consumer, provider } = strangers;
  return {
    storm: stormOf(victims.map(({ component }) => component)),
    questions: [
      `path ${victims.at(-1)?.component} ${origin.id} --limit 1`,
      `owners ${origin.id}`,
      `blast-radius ${nameOf(origin.id).slice(0, -1)}x`,
    ],
    proof: `depends-on ${consumer}`,
    thread: [
      { author: "Ines Halvorsen", text: `${nameOf(origin.id)} hung, and nothing told us.` },
      {
        author: "Tomas Reck",
        text: `Turns out ${nameOf(consumer)} reads the table that ${nameOf(provider)} fills. Nobody had that on the map.`,
      },
      {
        author: "Pia Lindqvist",
        text: "Could there be more of these? Somebody would have to look.",
      },
    ],
    secondStorm: stormOf([provider]),
  };
}

/** Two components of which neither depends on the other, the provider one that somebody uses already. */
function strangersIn(
  snapshot: Snapshot,
  ids: readonly ComponentId[],
): { consumer: ComponentId; provider: ComponentId } | undefined {
  const reached = new Map(
    ids.map((id) => [
      id,
      new Set(blastRadius(snapshot, [id]).hits.map(({ component }) => component)),
    ]),
  );
  for (const provider of ids) {
    const consumer = ids.findLast(
      (id) => id !== provider && !reached.get(provider)?.has(id) && !reached.get(id)?.has(provider),
    );
    if (consumer) return { consumer, provider };
  }
  return undefined;
}

function stormOf(components: readonly ComponentId[]): Storm {
  const alerts = components.map((component, place) => ({
    afterMs: place * 15_000,
    pagerdutyServiceId: `PDEMO${place}`,
    serviceName: nameOf(component),
    severity: "critical" as const,
    summary: `${nameOf(component)}: error rate ${20 + 7 * place} % (limit 1 %)`,
    source: nameOf(component),
  }));
  const first = alerts[0];
  return {
    title: first?.summary ?? "",
    pagerdutyServiceId: first?.pagerdutyServiceId ?? "",
    urgency: "high",
    alerts,
  };
}
