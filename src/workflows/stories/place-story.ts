import type { ChangeLine } from "../../briefing/hit-changes.ts";
import { titleOf } from "../../briefing/what-is-going-on.ts";
import type { Story } from "../../briefing/story.ts";
import { DepmapError } from "../../model/errors.ts";
import type { Metrics } from "../../ports/metrics.ts";
import { briefingKey } from "./briefing-key.ts";
import {
  channelName,
  findChannel,
  isNotAllowed,
  type ChannelSettings,
} from "./channels/find-channel.ts";
import type { Posted } from "./post-once.ts";
import { adoptRolled, noteRolled, rolledIn, type RolledIn } from "./storm/rolled-rows.ts";
import { rolledStory } from "./storm/rolled-story.ts";
import type { RollUps } from "./storm/roll-ups.ts";
import type { Case } from "./story-book.ts";
import type { RecordTools, StoryRecords } from "./story-records.ts";
import { holdsLease, isStoreAway } from "./term.ts";

export interface PlaceTools extends RecordTools {
  readonly rollUps: RollUps;
  readonly channels: ChannelSettings;
  readonly metrics: Metrics;
}

/** Where a story is told. */
export interface StoryPlace {
  /** Its channel, unless its briefing has been begun: then it stays where it is. */
  readonly channel?: string | undefined;
  /** The roll-up that tells it there; unset when it has a briefing of its own. */
  readonly rolled?: RolledIn | undefined;
}

/** It was received by another machine, perhaps. */
const CLOCK_SKEW_MS = 10_000;

/**
 * Decides once where a story is told: in a briefing of its own, or in a roll-up while its channel is in a storm.
 *
 * What was decided stands in the journal and in the record, so it holds after a crash and on another replica. A story
 * of a roll-up gets a briefing as soon as it has another channel.
 */
export async function placeStory(
  tools: PlaceTools,
  told: Case,
  records: StoryRecords,
): Promise<StoryPlace> {
  const { journal, chat, channels, rollUps } = tools;
  const { incident } = told;
  const { known } = records;
  const key = briefingKey(incident.id);
  await adoptRolled(tools, known.values());
  if (await journal.post(key)) return {};
  const rolled = await rolledIn(tools, incident.id);
  if (rolled) {
    const better = await channelBeside(tools, incident, rolled.channel);
    return better === undefined ? { rolled } : { channel: better };
  }
  const channel = await findChannel(chat, channels, incident, known.get(incident.id)?.channel);
  if (mayBeBriefed(tools, told, records) && (await isBriefedIn(tools, incident, channel))) {
    return { channel };
  }
  return { channel, rolled: await rollUps.join(incident.id, channel) };
}

/**
 * What another replica did is in the records. While they cannot be read, or after somebody told without a store, only
 * the chat knows of a briefing.
 */
function mayBeBriefed(
  { term }: PlaceTools,
  { incident, receivedAt = incident.openedAt }: Case,
  { known, isPartial }: StoryRecords,
): boolean {
  if (!term) return false;
  return isPartial || (!known.has(incident.id) && receivedAt < term.since + CLOCK_SKEW_MS);
}

async function isBriefedIn(
  { chat }: PlaceTools,
  { id, openedAt }: Case["incident"],
  channel: string,
): Promise<boolean> {
  return (await chat.findPosted({ channel }, briefingKey(id), openedAt)) !== undefined;
}

/** A channel that somebody has linked to the incident, or opened for it, since it went into a roll-up. */
async function channelBeside(
  { chat, channels }: PlaceTools,
  incident: Case["incident"],
  here: string,
): Promise<string | undefined> {
  const linked = (incident.channelLinks ?? []).map((link) => () => chat.findChannel(link));
  const named = () => chat.findChannel(channelName(channels.channelPattern, incident));
  for (const find of [...linked, named]) {
    const found = await find();
    if (!found || found.isShared || found.id === here) continue;
    try {
      await chat.enter(found.id);
      return found.id;
    } catch (fault) {
      if (!isNotAllowed(fault)) throw fault;
    }
  }
  return undefined;
}

/**
 * Shows a story in its roll-up.
 *
 * For other replicas the record says so before: they cannot look a line up in a message. Who holds the lease waits for
 * the store until then, or until the lease is over; without a lease the story is told all the same.
 */
export async function showRolled(
  tools: PlaceTools,
  told: Case,
  rolled: RolledIn,
  story: Story,
  records: StoryRecords,
): Promise<Posted> {
  const { clock, rollUps, metrics } = tools;
  const { incident, receivedAt } = told;
  const record = records.known.get(incident.id);
  await keepPlace(tools, told, rolled, records);
  const message = await rollUps.show(rolled, incident.id, rolledStory(story));
  if (receivedAt !== undefined && record === undefined) {
    metrics.observe("briefing_seconds", Math.max(0, clock.now() - receivedAt) / 1000);
  }
  return { channel: rolled.channel, message, did: "nothing" };
}

async function keepPlace(
  tools: PlaceTools,
  { incident }: Case,
  rolled: RolledIn,
  { known, isPartial }: StoryRecords,
): Promise<void> {
  const { store, chat, term } = tools;
  const record = known.get(incident.id);
  if (!term || record?.rollUp?.key === rolled.key) return;
  // Where there is no record yet, no fence keeps out who has lost the lease: asked before and after.
  term.mayPost();
  try {
    if (isPartial) throw new DepmapError("graph-store-away", "the records could not be read; wait");
    const fresh = { affected: [], chat: chat.name, channel: rolled.channel, ...record };
    await store.keepIncident({ ...fresh, incident, rollUp: rolled, fence: term.fence });
  } catch (fault) {
    if (fault instanceof DepmapError && fault.code === "lease-lost") throw fault;
    if (holdsLease(term) && isStoreAway(fault)) throw fault;
  }
  term.mayPost();
  await noteRolled(tools, incident.id, rolled);
}

/** The one change of a story in a roll-up that an edit alone would not let anybody notice: it was over, and is not. */
export function reopened({ known }: StoryRecords, { lead }: Story): ChangeLine[] {
  const record = known.get(lead.id);
  if (!record?.closed || lead.status === "resolved") return [];
  return [{ key: `reopened ${lead.updatedAt}`, text: `${titleOf(lead)} is open again` }];
}

/** Corrects the roll-ups of stories that are told elsewhere by now: with another one, or in a channel of their own. */
export async function pointFromRollUps(
  tools: PlaceTools,
  members: readonly Case[],
  story: Story,
  { channel }: Posted,
): Promise<void> {
  const name = (await tools.chat.findChannel(channel))?.name ?? channel;
  const corrected = members.map(async ({ incident }) => {
    const rolled = await rolledIn(tools, incident.id);
    if (!rolled) return;
    const isLead = incident.id === story.lead.id;
    if (isLead && rolled.channel === channel) return;
    const elsewhere = isLead ? `in ${name}` : `with ${titleOf(story.lead)}`;
    const isOver = incident.status === "resolved";
    const own = isLead ? rolledStory(story) : { lead: incident, others: 0, hits: 0, isOver };
    await tools.rollUps.show(rolled, incident.id, { ...own, elsewhere });
  });
  await Promise.all(corrected);
}
