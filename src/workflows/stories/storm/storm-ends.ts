import { stormOver } from "../../../briefing/roll-up.ts";
import { DepmapError, messageOf } from "../../../model/errors.ts";
import { fitReply } from "../../../model/reply-budget.ts";
import type { Log } from "../../../ports/log.ts";
import { channelLoad, type StormSettings } from "./channel-load.ts";
import type { Turns } from "./channel-turns.ts";
import { postOnce, type PostTools } from "../post-once.ts";
import type { Sheets } from "./roll-up-sheets.ts";
import { begunAtOf, endKey, rolledInto, type RolledIn } from "./rolled-rows.ts";
import type { Timers } from "../timers.ts";

/** Tells of each storm that it is over. */
export interface StormEnds {
  /** Sees to it that the end of this roll-up's storm is told; twice is once. */
  watch(place: Pick<RolledIn, "key" | "channel">): void;
  /** Is it told, or about to be? Then no story goes into that roll-up any more. */
  isOver(key: string): Promise<boolean>;
  /** Resolves when none is being told. */
  idle(): Promise<void>;
}

const RETRY_MS = 5000;

/** One line under each roll-up, as soon as its channel is calm; it stands for all the lines that were not said. */
export function createStormEnds(
  tools: PostTools & { readonly log: Log },
  {
    settings,
    turns,
    sheets,
    timers,
  }: {
    readonly settings: StormSettings;
    readonly turns: Turns;
    readonly sheets: Sheets;
    readonly timers: Timers;
  },
): StormEnds {
  const { journal, clock, log, term } = tools;
  const ended = new Set<string>();
  const ending = new Map<string, Promise<void>>();

  function look(place: Pick<RolledIn, "key" | "channel">, at: number): void {
    timers.set(`end of ${place.key}`, at, () => {
      const run = tellEnd(place)
        .catch((fault: unknown) => {
          const passes = fault instanceof DepmapError && fault.code.endsWith("-away");
          const again = passes ? "it is tried again" : "it stays unsaid";
          log.warn({ ...place, why: messageOf(fault), again }, "a storm's end could not be told");
          return passes ? clock.now() + RETRY_MS : undefined;
        })
        .then((again) => {
          if (again !== undefined) look(place, again);
        })
        .finally(() => ending.delete(place.key));
      ending.set(place.key, run);
    });
  }

  /** When to look again; undefined once the end is told. */
  async function tellEnd({
    key,
    channel,
  }: Pick<RolledIn, "key" | "channel">): Promise<number | undefined> {
    const again = await turns.take(channel, clock.now(), async (begun) => {
      const { rollUp, overAt } = channelLoad(begun, clock.now(), settings);
      if (rollUp === key && clock.now() < overAt) return overAt;
      // Without its message there is nothing to put a line under.
      if ((await journal.post(key))?.message === undefined) return clock.now() + RETRY_MS;
      ended.add(key);
      return undefined;
    });
    if (again !== undefined) return again;
    const message = (await journal.post(key))?.message;
    const members = await rolledInto(tools, key);
    const lastedMs = Math.max(...members.map(({ at }) => at)) - begunAtOf(key);
    await postOnce(tools, {
      key: endKey(key),
      subject: key,
      reply: fitReply(stormOver(await sheets.storiesOf(key), lastedMs)),
      place: () => Promise.resolve({ channel, thread: message }),
      perhapsSince: term && begunAtOf(key),
    });
    return undefined;
  }

  return {
    watch(place) {
      // One that is being told may take a while, and must not be told beside itself.
      if (ending.has(place.key) || timers.has(`end of ${place.key}`)) return;
      // Not before it has been quiet; whether it has is looked up then.
      look(place, clock.now() + settings.quietMs);
    },
    isOver: async (key) => ended.has(key) || (await journal.post(endKey(key))) !== undefined,
    async idle() {
      while (ending.size > 0) await Promise.allSettled(ending.values());
    },
  };
}
