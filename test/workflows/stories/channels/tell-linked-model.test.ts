import fc from "fast-check";
import { expect, it } from "vitest";
import { linkChannel } from "../../../../src/workflows/stories/channels/link-channel.ts";
import { createIncidentBench, type IncidentBench } from "../../../support/incident-bench.ts";
import { alertOf, bridgeOf, eventOf } from "../../../support/scripted-alerts.ts";
import { shopMap } from "../../../support/shop-map.ts";

/** Two incidents with one cause, and one that shares nothing with them. */
const SERVICES = ["redis", "cart", "index"];
const CHANNELS = ["incidents", "war-room", "managers"];

/** The bench's own. */
const SLOWEST_RETRY_MS = 50;

type Step =
  | { readonly tell: number; readonly is: "triggered" | "acknowledged" | "resolved" }
  | { readonly link: number; readonly to: string; readonly by: "chat" | "PagerDuty" }
  | "crash"
  | "reply lost"
  | "refused"
  | "wait";

const incident = fc.nat(SERVICES.length - 1);
const steps = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        tell: incident,
        is: fc.constantFrom<"triggered" | "acknowledged">("triggered", "acknowledged"),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ tell: incident, is: fc.constant<"resolved">("resolved") }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        link: incident,
        to: fc.constantFrom(...CHANNELS),
        by: fc.constantFrom<"chat" | "PagerDuty">("chat", "PagerDuty"),
      }),
    },
    { weight: 3, arbitrary: fc.constantFrom<Step>("crash", "reply lost", "refused", "wait") },
  ),
  { minLength: 3, maxLength: 20 },
);

async function act(bench: IncidentBench, step: Step, place: number): Promise<void> {
  const { journal, chat } = bench;
  if (step === "crash") return bench.crash();
  if (step === "wait") return await bench.worker().idle();
  if (typeof step === "string") {
    let left = 2;
    chat.fault = () => (left-- > 0 ? step : "none");
    return;
  }
  if ("tell" in step) {
    const service = SERVICES[step.tell] as string;
    const more = { service, openedAt: 1000, number: step.tell };
    await journal.receive(eventOf(`P${step.tell}`, step.is, 2000 + place, more));
  } else if (step.by === "chat") {
    const clock = { now: () => 2000 + place };
    const link = { incidentId: `P${step.link}`, channel: `C-${step.to}`, reason: "test" };
    await linkChannel({ journal, clock }, link);
  } else {
    const address = `https://firm.slack.com/archives/C-${step.to}`;
    await journal.receive(bridgeOf(`P${step.link}`, address, 2000 + place));
  }
  bench.worker().wake();
}

async function play(history: readonly Step[]): Promise<IncidentBench> {
  const bench = await createIncidentBench(shopMap());
  for (const name of CHANNELS) await bench.chat.openChannel(name);
  for (const [number, service] of SERVICES.entries()) {
    bench.alerts.byIncident.set(`P${number}`, [alertOf(service, 1000)]);
  }
  for (const [place, step] of history.entries()) await act(bench, step, place);
  bench.chat.fault = () => "none";
  await bench.settle();
  // A story that is told again without an event, after a failure, has its turn too.
  await new Promise((resolve) => setTimeout(resolve, SLOWEST_RETRY_MS + 10));
  await bench.settle();
  return bench;
}

it("tells every open incident once in each channel that is linked to it, and nothing twice", async () => {
  let told = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (history) => {
      const bench = await play(history);
      try {
        const keys = bench.chat.messages.map(({ key }) => key);
        expect(keys.toSorted()).toEqual([...new Set(keys)].toSorted());

        for (const record of await bench.store.incidents({ open: true, limit: 10 })) {
          const { id, channelLinks = [] } = record.incident;
          const lead = record.attachedTo ?? id;
          const live = bench.briefings().find(({ key }) => key === `briefing ${lead}`)?.reply;
          for (const link of channelLinks) {
            const channel = (await bench.chat.findChannel(link))?.id;
            const here = bench.briefings().filter((one) => one.channel === channel);
            const words = here.map(({ reply }) => reply.headline);
            const points = words.filter((headline) => headline.includes(" is told with "));
            const briefs = here.filter(({ key }) => key.split(" ")[1] === lead);
            told += 1;
            expect(briefs.length + points.length).toBeGreaterThan(0);
            const shown = briefs
              .map(({ reply }) => reply)
              .filter(({ headline }) => !headline.includes(" is told with "));
            expect(shown).toEqual(shown.map(() => live));
            expect(
              briefs.filter(({ reply }) => reply.headline === live?.headline).length,
            ).toBeLessThan(2);
          }
        }
      } finally {
        await bench.close();
      }
    }),
    { numRuns: 40, endOnFailure: false },
  );
  expect(told).toBeGreaterThan(20);
}, 120_000);
