import fc from "fast-check";
import type { Claim } from "../../../src/model/assertion.ts";
import { DepmapError } from "../../../src/model/errors.ts";
import type { Incident, IncidentRecord } from "../../../src/model/incident.ts";
import type { Proposal } from "../../../src/model/proposal.ts";
import type { GraphStore, Saying } from "../../../src/ports/graph-store.ts";
import { idOf } from "../../support/graph-of.ts";
import { component, DAY_MS, denial, dependency, NOW, proposal, saying } from "./sayings.ts";

/** Something that is done to a store; plain data, so that a failing run can be read. */
export type Deed =
  | { readonly say: Saying }
  | { readonly propose: Proposal }
  | { readonly decide: string; readonly state: "approved" | "rejected"; readonly at: number }
  | { readonly incident: IncidentRecord }
  | { readonly look: number };

/** Does it. What a store has every right to refuse (a lease that is lost, a proposal that is not known) is left. */
export async function doTo(store: GraphStore, deed: Deed): Promise<void> {
  try {
    if ("say" in deed) await store.say(deed.say);
    else if ("propose" in deed) await store.propose(deed.propose);
    else if ("incident" in deed) await store.keepIncident(deed.incident);
    else if ("look" in deed) await store.audit(lookAt(deed.look));
    else {
      const { decide, state, at } = deed;
      const said = saying("person:li", [dependency("cart -> rates", { learned })], { at });
      await store.decideProposal(decide, { state, at, by: "person:li", saying: said });
    }
  } catch (fault) {
    const isRefusal =
      fault instanceof DepmapError && ["lease-lost", "bad-input"].includes(fault.code);
    if (!isRefusal) throw fault;
  }
}

/** A day's work on a map, in the order in which it was done; some of what is said is older than what was said before. */
export function deeds(): fc.Arbitrary<Deed[]> {
  return fc.array(
    fc.oneof(
      { weight: 6, arbitrary: sayings().map((say) => ({ say })) },
      { weight: 2, arbitrary: proposals().map((propose) => ({ propose })) },
      fc.record({
        decide: proposalIds,
        state: fc.constantFrom("approved" as const, "rejected" as const),
        at: times(),
      }),
      incidents().map((incident) => ({ incident })),
      fc.nat(9).map((look) => ({ look })),
    ),
    { minLength: 1, maxLength: 14 },
  );
}

const learned = {
  quote: "cart asks rates for every price – naïvely",
  author: "ines",
  proposalId: "p1",
  proposer: "omar",
  approver: "li",
};

const proposalIds = fc.constantFrom("p1", "p2", "p3");

function lookAt(place: number) {
  const detail = { place, "odd key ⚙": [{ b: 1, a: null }] };
  return { at: NOW + place, actor: "person:li", action: "look", subject: "map", detail };
}

function times(): fc.Arbitrary<number> {
  return fc.nat(20).map((days) => NOW + days * 3 * DAY_MS);
}

function sayings(): fc.Arbitrary<Saying> {
  const source = fc.constantFrom(
    "import:estate",
    "observation:mesh",
    "person:ines",
    "game-day:march",
  );
  return fc
    .tuple(source, fc.array(claims(), { maxLength: 6 }), fc.boolean(), times())
    .map(([name, said, complete, at]) => saying(name, said, { complete, at, force: true }));
}

function claims(): fc.Arbitrary<Claim> {
  const part = fc.constantFrom("a", "b", "naïve-'c`");
  const arrow = fc
    .tuple(part, fc.constantFrom("->", "-event->"), part)
    .map((words) => words.join(" "));
  const more = fc.record(
    {
      timeoutMs: fc.constantFrom(5, 9),
      confidence: fc.constantFrom(0.3, 1),
      evidence: fc.subarray(["z.yaml:9", "b.yaml:2", "«Ωμέγα» 🧯"]),
      learned: fc.constant(learned),
    },
    { requiredKeys: [] },
  );
  const sure = { confidence: 1, evidence: [] };
  const team = fc.constantFrom("basket", "prices");
  return fc.oneof(
    { weight: 4, arbitrary: fc.tuple(arrow, more).map((said) => dependency(...said)) },
    fc.tuple(arrow, fc.constantFrom("*" as const, undefined)).map((said) => denial(...said)),
    fc
      .tuple(part, fc.subarray(["one", "two"]))
      .map(([name, aliases]) => component(name, { aliases, description: '"x"\n\\u0000\'' })),
    team.map((id) => ({
      fact: { type: "team" as const, team: { id, name: id, phone: "+44" } },
      ...sure,
    })),
    fc.tuple(part, team).map(([name, id]) => ({
      fact: { type: "owner" as const, owner: { component: idOf(name), team: id } },
      ...sure,
    })),
    part.map((name) => ({
      fact: {
        type: "journey" as const,
        journey: { id: "buy", name: "Buy", entries: [idOf(name)], currency: "EUR" },
      },
      ...sure,
    })),
  );
}

function proposals(): fc.Arbitrary<Proposal> {
  const more = fc.record(
    {
      change: fc.constantFrom("add" as const, "remove" as const),
      remarks: fc.subarray(["known already"]),
      link: fc.constant("https://chat.example/1"),
      card: fc.constant({ chat: "local", channel: "c", message: "m" }),
    },
    { requiredKeys: [] },
  );
  return fc
    .tuple(proposalIds, times(), more)
    .map(([id, proposedAt, rest]) => proposal(id, { proposedAt, ...rest }));
}

function incidents(): fc.Arbitrary<IncidentRecord> {
  const more = fc.record(
    {
      fence: fc.nat(3),
      revision: fc.nat(5),
      closed: fc.boolean(),
      channel: fc.constant("inc-1"),
      origin: fc.constant(idOf("a")),
      confirmed: fc.record({ missed: fc.subarray(["mail"]) }),
    },
    { requiredKeys: [] },
  );
  const status = fc.constantFrom("triggered" as const, "resolved" as const);
  return fc
    .tuple(fc.constantFrom("P1", "P2", "P3"), status, times(), more)
    .map(([id, state, openedAt, rest]) => ({
      incident: incident(id, state, openedAt),
      affected: [{ component: idOf("a"), state: "down" }],
      ...rest,
    }));
}

/** An incident with one alert. */
export function incident(
  id: string,
  status: Incident["status"] = "triggered",
  openedAt = NOW,
): Incident {
  return {
    id,
    title: `Incident ${id} «🧯»`,
    status,
    openedAt,
    updatedAt: openedAt,
    alerts: [
      {
        id: `${id}-1`,
        summary: "too slow",
        severity: "critical",
        kind: "latency",
        at: openedAt,
        mentions: ["cart"],
      },
    ],
  };
}
