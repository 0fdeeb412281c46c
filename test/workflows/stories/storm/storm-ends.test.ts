import { setTimeout as wait } from "node:timers/promises";
import { expect, it } from "vitest";
import { STORM } from "../../../../src/workflows/stories/storm/channel-load.ts";
import { createTurns } from "../../../../src/workflows/stories/storm/channel-turns.ts";
import { endKey, noteRolled } from "../../../../src/workflows/stories/storm/rolled-rows.ts";
import { createStormEnds } from "../../../../src/workflows/stories/storm/storm-ends.ts";
import { createTimers } from "../../../../src/workflows/stories/timers.ts";
import { createIncidentBench } from "../../../support/incident-bench.ts";
import { loneMap } from "../../../support/lone-map.ts";

it("a storm's end is not told beside itself, however long the telling takes", async () => {
  const bench = await createIncidentBench(loneMap(1));
  const clock = { now: () => bench.now };
  const settings = { ...STORM, quietMs: 5 };
  const { journal, chat } = bench;
  const nothing = () => {};
  const log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
  const key = "roll-up C 1";
  const place = { key, channel: "C", at: bench.now - 2 * settings.windowMs };
  await journal.intend({ ...place, subject: key, chat: chat.name });
  await journal.sent(key, "m0", "");
  await noteRolled({ journal, chat }, "P1", place);
  let readings = 0;
  const both = Promise.withResolvers<void>();
  const ends = createStormEnds(
    { journal, chat, clock, settleMs: 0, log },
    {
      settings,
      timers: createTimers(clock),
      turns: createTurns(journal, settings.windowMs),
      sheets: {
        show: () => Promise.resolve("m0"),
        hurry: nothing,
        async storiesOf() {
          readings += 1;
          // Two that read at once also end at once.
          if (readings > 1) both.resolve();
          await Promise.race([both.promise, wait(100)]);
          return [];
        },
      },
    },
  );

  ends.watch(place);
  await expect.poll(() => readings).toBe(1);
  ends.watch(place);
  await wait(150);
  await ends.idle();

  expect(chat.messages.map((said) => said.key)).toEqual([endKey(key)]);
  await bench.close();
});
