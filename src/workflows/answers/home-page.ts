import { mayDecide } from "../../analysis/may-decide.ts";
import { ownedComponents } from "../../analysis/owned-components.ts";
import { ownershipGaps } from "../../analysis/ownership-gaps.ts";
import { teamsOf } from "../../analysis/teams-of.ts";
import { homePage as pageOf } from "../../briefing/home-page.ts";
import { messageOf } from "../../model/errors.ts";
import { mayRead, type Person } from "../../model/person.ts";
import type { Proposal } from "../../model/proposal.ts";
import { fitReply } from "../../model/reply-budget.ts";
import type { Reply } from "../../model/reply.ts";
import type { Snapshot } from "../../model/snapshot/snapshot.ts";
import type { Place } from "../../ports/chat.ts";
import type { GraphStore } from "../../ports/graph-store.ts";
import type { AnswerTools } from "./answer-command.ts";
import { storeForAnswers } from "./limited-store.ts";
import { mapBanner } from "./map-banner.ts";
import { shortReply } from "../../model/short-reply.ts";

/** Enough to find five stories among: what is told in another's briefing is none. */
const RECORDS = 50;
/** Proposals come in pages of a hundred; nobody decides more in one sitting. */
const PAGES = 5;

/**
 * The page that a chat keeps for each person; never rejects.
 *
 * Guests and outsiders are shown nothing of the map. While the store is away it says what it cannot know.
 */
export async function homePage(tools: AnswerTools, person: Person, _place: Place): Promise<Reply> {
  if (!mayRead(person)) {
    return shortReply(
      "The map is for members only",
      "Guests and people of other workspaces read nothing here. Ask a member of this workspace.",
    );
  }
  try {
    return fitReply(await pageFor(tools, person));
  } catch (fault) {
    tools.metrics.count("faults", { where: "home page" });
    tools.log.error({ fault }, "a home page could not be made");
    return shortReply("This page could not be made", `${messageOf(fault)} Open it again later.`);
  }
}

async function pageFor(tools: AnswerTools, person: Person): Promise<Reply> {
  const store = storeForAnswers(tools);
  const [records, open] = await Promise.all([
    store.incidents({ limit: RECORDS }).catch(() => undefined),
    openProposals(store).catch(() => undefined),
    tools.snapshots.fresh?.(),
  ]);
  const snapshot = tools.snapshots.current();
  const teams = teamsOf(person, snapshot);
  const names = new Map(snapshot.teams.map(({ id, name }) => [id, name]));
  return pageOf({
    name: person.name,
    teams: [...teams].map((id) => names.get(id) ?? id),
    services: ownedComponents(teams, snapshot),
    gaps: ownershipGaps(snapshot),
    proposals: open && sorted(open, person, snapshot),
    incidents: records?.filter(({ attachedTo }) => attachedTo === undefined),
    sources: snapshot.sources,
    components: snapshot.components.length,
    asOf: snapshot.asOf,
    now: tools.clock.now(),
    banner: mapBanner(tools),
  });
}

/** Oldest first. */
async function openProposals(store: GraphStore): Promise<Proposal[]> {
  const open: Proposal[] = [];
  let after: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const { items, next } = await store.proposals("open", after);
    open.push(...items);
    if (next === undefined) break;
    after = next;
  }
  return open.toReversed();
}

function sorted(open: readonly Proposal[], person: Person, snapshot: Snapshot) {
  const mine = open.filter((proposal) => mayDecide(person, proposal, snapshot));
  return { mine, others: open.length - mine.length };
}
