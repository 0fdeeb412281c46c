import { MOST_ROLLED, type RolledStory } from "../../../briefing/roll-up.ts";
import type { IncidentRecord } from "../../../model/incident.ts";
import { briefingKey } from "../briefing-key.ts";
import {
  channelLoad,
  ROLLED,
  STORM,
  type ChannelLoad,
  type StormSettings,
} from "./channel-load.ts";
import { createTurns, type Begun } from "./channel-turns.ts";
import { createSheets, type SheetTools } from "./roll-up-sheets.ts";
import {
  adoptRolled,
  begunAtOf,
  endKey,
  noteRolled,
  rolledInto,
  rollUpKey,
  type RolledIn,
} from "./rolled-rows.ts";
import { createStormEnds } from "./storm-ends.ts";
import { adoptBriefings } from "../story-records.ts";
import { createTimers } from "../timers.ts";

/** Keeps a channel readable when more comes at once than it can be told one by one. */
export interface RollUps {
  /** Takes the turn of a new story in a channel: the roll-up that tells it, or undefined for a message of its own. */
  join(incidentId: string, channel: string): Promise<RolledIn | undefined>;
  /** Resolves when the roll-up shows this story so, with the roll-up's message. */
  show(place: RolledIn, incidentId: string, story: RolledStory): Promise<string>;
  /** Takes the turn of a line in a thread of that channel. */
  line(channel: string, key: string): Promise<ChannelLoad["line"]>;
  /** Asks for another telling of that story at that time. */
  later(lead: string, at: number): void;
  /** After a start: takes in what another replica did, and sees to it that the end of every storm is told. */
  resume(records: readonly IncidentRecord[]): Promise<void>;
  /** Resolves when no end of a storm is being told. */
  idle(): Promise<void>;
  /** Cuts all pauses short and begins nothing more. */
  stop(): void;
}

/** After that nobody needs to hear that a storm is over. */
const NEWS_MS = 3_600_000;

/**
 * The roll-ups of all channels: in a storm, stories that come after the first few are told in one message.
 *
 * Whether a channel is in a storm is read from what the journal says was begun there, at every decision: it is the same
 * after a crash. `onDue` is called with a story that is to be told again.
 */
export function createRollUps(
  tools: SheetTools,
  changed: Partial<StormSettings>,
  onDue: (lead: string) => void,
): RollUps {
  const { journal, clock } = tools;
  const settings = { ...STORM, ...changed };
  const turns = createTurns(journal, settings.windowMs);
  const sheets = createSheets(tools, settings);
  const timers = createTimers(clock);
  const ends = createStormEnds(tools, { settings, turns, sheets, timers });

  const loadOf = (begun: readonly Begun[]) => channelLoad(begun, clock.now(), settings);

  async function hasRoom(key: string, begun: readonly Begun[]): Promise<boolean> {
    if (await ends.isOver(key)) return false;
    const into = (await rolledInto(tools, key)).map(({ incidentId }) => ROLLED + incidentId);
    const about = begun.filter((one) => one.subject === key && one.key.startsWith(ROLLED));
    return new Set([...into, ...about.map((one) => one.key)]).size < MOST_ROLLED;
  }

  return {
    async join(incidentId, channel) {
      const now = clock.now();
      const place = await turns.take(channel, now, async (begun, reserve) => {
        const { mayBrief, rollUp } = loadOf(begun);
        if (mayBrief) {
          reserve(briefingKey(incidentId));
          return undefined;
        }
        const isOpen = rollUp !== undefined && (await hasRoom(rollUp, begun));
        const mine = { key: isOpen ? rollUp : rollUpKey(channel, now), channel, at: now };
        // Among several replicas its record comes first: what the journal has may be shown at any time.
        if (tools.term) reserve(ROLLED + incidentId, mine.key);
        else await noteRolled(tools, incidentId, mine);
        return mine;
      });
      if (place) ends.watch(place);
      return place;
    },
    show: ({ key }, incidentId, story) => sheets.show(key, incidentId, story),
    line: (channel, key) =>
      turns.take(channel, clock.now(), (begun, reserve) => {
        const { line } = loadOf(begun);
        if (line === "now") reserve(key);
        return line;
      }),
    later: (lead, at) => timers.set(`held ${lead}`, at, () => onDue(lead)),
    async resume(records) {
      await adoptRolled(tools, records);
      const since = clock.now() - settings.windowMs;
      const lately = records.filter(({ begun }) => begun !== undefined && begun.at > since);
      const known = new Map(lately.map((record) => [record.incident.id, record]));
      await adoptBriefings(tools, { known, isPartial: false });
      const all = new Map(records.flatMap(({ rollUp }) => (rollUp ? [[rollUp.key, rollUp]] : [])));
      for (const rollUp of all.values()) {
        if (begunAtOf(rollUp.key) < clock.now() - NEWS_MS) continue;
        if ((await journal.post(endKey(rollUp.key)))?.state !== "sent") ends.watch(rollUp);
      }
    },
    idle: () => ends.idle(),
    stop() {
      sheets.hurry();
      timers.stop();
    },
  };
}
