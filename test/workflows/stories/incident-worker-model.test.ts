import fc from "fast-check";
import { expect, it } from "vitest";
import type { ReceivedEvent } from "../../../src/ports/journal.ts";
import { createIncidentBench, type IncidentBench } from "../../support/incident-bench.ts";
import { alertOf, eventOf } from "../../support/scripted-alerts.ts";
import { shopMap } from "../../support/shop-map.ts";

/** Three incidents with one cause, one on the shop's other half, one on a service that the map does not know. */
const SERVICES = ["redis", "cart", "checkout", "index", "turnstile"];
const LIVES = [
  ["triggered"],
  ["triggered", "acknowledged"],
  ["triggered", "resolved"],
  ["triggered", "acknowledged", "resolved"],
  ["triggered", "resolved", "reopened"],
] as const;

type Step = { readonly deliver: ReceivedEvent } | "crash" | "chat refuses" | "reply lost" | "wait";

const lives = fc.tuple(...SERVICES.map(() => fc.constantFrom(...LIVES)));

/** Every event at least once, in any order, some twice, with mischief in between. */
const histories = lives.chain((chosen) => {
  const events = chosen.flatMap((life, number) =>
    life.map((type, step) =>
      eventOf(`P${number}`, type, 1000 * (1 + step * 10 + number), {
        service: SERVICES[number] as string,
        openedAt: 1000 * (1 + number),
        number,
      }),
    ),
  );
  const deliveries = fc
    .tuple(fc.shuffledSubarray(events, { minLength: events.length }), fc.subarray(events))
    .map(([all, again]) => [...all, ...again].map((deliver): Step => ({ deliver })));
  const mischief = fc.array(
    fc.tuple(fc.nat(), fc.constantFrom<Step>("crash", "chat refuses", "reply lost", "wait")),
    { maxLength: 6 },
  );
  return fc.tuple(deliveries, mischief).map(([steps, extra]) => {
    const mixed = [...steps];
    for (const [place, step] of extra) mixed.splice(place % (mixed.length + 1), 0, step);
    const last = chosen.map((life, number) => {
      const type = life.at(-1) as string;
      return `P${number} ${type === "reopened" ? "triggered" : type}`;
    });
    return { events, steps: mixed, last };
  });
});

async function play(steps: readonly Step[]): Promise<IncidentBench> {
  const bench = await createIncidentBench(shopMap());
  for (const [number, service] of SERVICES.entries()) {
    bench.alerts.byIncident.set(`P${number}`, [alertOf(service, 1000 * (1 + number))]);
  }
  for (const step of steps) {
    if (typeof step === "object") {
      await bench.journal.receive(step.deliver);
      bench.worker().wake();
    } else if (step === "crash") bench.crash();
    else if (step === "wait") await bench.worker().idle();
    else {
      let left = 2;
      const fault = step === "reply lost" ? "reply lost" : "refused";
      bench.chat.fault = () => (left-- > 0 ? fault : "none");
    }
  }
  bench.chat.fault = () => "none";
  await bench.settle();
  return bench;
}

/** What must not depend on order, repetition or mischief. */
async function endOf(bench: IncidentBench) {
  const records = await bench.store.incidents({ limit: 100 });
  const open = records.filter(({ incident }) => incident.status !== "resolved");
  const leadOf = (record: (typeof records)[number]) => record.attachedTo ?? record.incident.id;
  return {
    statuses: records.map(({ incident: { id, status } }) => `${id} ${status}`).toSorted(),
    stories: [...Map.groupBy(open, leadOf).values()]
      .map((told) =>
        told
          .map(({ incident: { id } }) => id)
          .toSorted()
          .join(" "),
      )
      .toSorted(),
  };
}

it("ends in the same state whatever the order, the repetitions and the crashes, with one briefing a story", async () => {
  await fc.assert(
    fc.asyncProperty(histories, async ({ events, steps, last }) => {
      const inOrder = await play(
        events.toSorted((a, b) => a.receivedAt - b.receivedAt).map((deliver) => ({ deliver })),
      );
      const wild = await play(steps);
      try {
        expect(await endOf(wild)).toEqual(await endOf(inOrder));
        expect((await endOf(wild)).statuses).toEqual(last);

        const keys = wild.chat.messages.map(({ key }) => key);
        expect(keys.length).toBe(new Set(keys).size);
        for (const { attachedTo, incident } of await wild.store.incidents({ limit: 100 })) {
          expect(keys).toContain(`briefing ${attachedTo ?? incident.id}`);
        }
        const live = wild
          .briefings()
          .filter(({ reply }) => !/^Resolved| is told with /.test(reply.headline));
        expect(live).toHaveLength((await endOf(wild)).stories.length);
      } finally {
        await wild.close();
        await inOrder.close();
      }
    }),
    { numRuns: 20, endOnFailure: false },
  );
}, 120_000);
