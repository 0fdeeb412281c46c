import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { expect } from "vitest";
import type { Claim } from "../../../src/model/assertion.ts";
import type { Snapshot } from "../../../src/model/snapshot/snapshot.ts";
import type { GraphStore } from "../../../src/ports/graph-store.ts";
import { graphOf, idOf } from "../../support/graph-of.ts";
import {
  component,
  contentsOf,
  dependenciesOf,
  DAY_MS,
  denial,
  dependency,
  NOW,
  proposal,
  saying,
} from "./sayings.ts";
import type { Promises } from "./store-under-test.ts";

/** What holds of a map that is brought up to date by what was written since. */
export function changePromises(promise: Promises): void {
  promise(
    "gives by change what reading all gives, whatever is said, retracted, denied and approved",
    async ({ store }) => {
      let last = await store.snapshot(NOW);
      let turn = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(anyStep(), { minLength: 10, maxLength: 30 }), async (steps) => {
          for (const { act, isLookedAt } of steps) {
            turn += 1;
            await act(store, turn);
            if (!isLookedAt) continue;
            last = await store.snapshot(NOW, last);
            expect(contentsOf(last)).toEqual(contentsOf(await store.snapshot(NOW)));
            expect(last.version).toBe(await store.version());
          }
        }),
        { numRuns: 4, endOnFailure: true },
      );
    },
  );

  promise("misses nothing by change of eight writers who write at once", async (subject) => {
    const writers = Array.from({ length: 8 }, () => subject.openAnother());
    let isWriting = true;
    const write = async (writer: GraphStore, place: number) => {
      for (let turn = 0; turn < 3; turn += 1) {
        const claims = [
          dependency(`own-${place}-${turn} -> hub-${turn}`),
          dependency(`shared-${turn} -> ledger`),
          component(`hub-${turn}`, { description: `as writer ${place} sees it` }),
        ];
        await writer.say(saying(`import:source-${place}`, claims, { complete: true, force: true }));
      }
    };
    const done = Promise.all(writers.map(write)).finally(() => {
      isWriting = false;
    });
    let followed = await subject.store.snapshot(NOW);
    const versions = [followed.version];
    while (isWriting) {
      // Reading on and on would never let the writers have their turn.
      await pause(2);
      followed = await subject.store.snapshot(NOW, followed);
      versions.push(followed.version);
    }
    await done;
    followed = await subject.store.snapshot(NOW, followed);

    expect(contentsOf(followed)).toEqual(contentsOf(await subject.store.snapshot(NOW)));
    expect(followed.sources).toHaveLength(8);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
  });

  promise("takes out, by change, a component that lost its last dependency", async ({ store }) => {
    await store.say(saying("import:estate", [dependency("a -> b"), dependency("b -> c")]));
    const last = await store.snapshot(NOW);
    const only = saying("import:estate", [dependency("a -> b")], {
      complete: true,
      force: true,
      at: NOW + 1,
    });
    await store.say(only);
    const shrunk = await store.snapshot(NOW, last);
    await store.say({ ...only, at: NOW + 2, claims: [...only.claims, dependency("c -> a")] });
    const grown = await store.snapshot(NOW, shrunk);

    expect(idsOf(shrunk)).toEqual([idOf("a"), idOf("b")]);
    expect(idsOf(grown)).toEqual([idOf("a"), idOf("b"), idOf("c")]);
    expect(idsOf(last)).toEqual([idOf("a"), idOf("b"), idOf("c")]);
  });

  promise("takes out, by change, all that one denial denies", async ({ store }) => {
    const arrows = ["a -> b", "a -event-> b", "b -> a"].map((own) => dependency(own));
    await store.say(saying("import:estate", arrows));
    const last = await store.snapshot(NOW);
    await store.say(saying("person:ines", [denial("a -> b", "*")], { at: NOW + 1 }));
    const next = await store.snapshot(NOW, last);

    expect(dependenciesOf(next).map(({ consumer }) => consumer)).toEqual([idOf("b")]);
  });

  promise(
    "gives the same map, of a later date, when nothing was written since",
    async (subject) => {
      await subject.store.say(saying("import:estate", [dependency("a -> b")]));
      const last = await subject.store.snapshot(NOW);
      const again = await subject.store.snapshot(NOW + 5, last);

      expect(contentsOf(again)).toEqual(contentsOf(last));
      expect(again).toMatchObject({ asOf: NOW + 5, version: last.version });
    },
  );

  promise("goes on by change from a map that another process read", async (subject) => {
    const other = subject.openAnother();
    await subject.store.say(saying("import:estate", [dependency("a -> b")]));
    const last = await other.snapshot(NOW);
    await other.say(saying("observation:mesh", [dependency("b -> c")]));
    const next = await subject.store.snapshot(NOW, last);

    expect(contentsOf(next)).toEqual(contentsOf(await other.snapshot(NOW)));
    expect(next.store).toBe((await other.snapshot(NOW)).store);
  });

  promise(
    "reads all for a map that is too old, too new, or of unknown origin",
    async ({ store }) => {
      await store.say(saying("import:estate", [dependency("a -> b")]));
      const { version, store: mark } = await store.snapshot(NOW);
      await store.say(saying("import:estate", [dependency("b -> c")], { at: NOW + 1 }));
      const full = contentsOf(await store.snapshot(NOW));

      for (const about of [
        { version: version - 100_000, store: mark },
        { version: version + 100_000, store: mark },
        { version, store: undefined },
        { version, store: "another" },
      ]) {
        const last = { ...graphOf("x -> y"), ...about };
        expect(contentsOf(await store.snapshot(NOW, last))).toEqual(full);
      }
    },
  );

  promise("reads all for the map of a store that was here before", async (subject, createEmpty) => {
    await subject.store.say(saying("import:estate", [dependency("a -> b")]));
    const elsewhere = await subject.store.snapshot(NOW);
    const successor = await createEmpty();
    try {
      await successor.store.say(saying("import:estate", [dependency("c -> d")]));
      const own = await successor.store.snapshot(NOW);
      await successor.store.say(saying("import:estate", [dependency("d -> e")], { at: NOW + 1 }));
      const followed = await successor.store.snapshot(NOW, { ...elsewhere, version: own.version });

      expect(idsOf(followed)).toEqual(["c", "d", "e"].map(idOf));
    } finally {
      await successor.dispose();
    }
  });
}

/** Something that somebody does to the store at a turn, and whether anybody looks after it. */
interface Step {
  readonly isLookedAt: boolean;
  readonly act: (store: GraphStore, turn: number) => Promise<unknown>;
}

function anyStep(): fc.Arbitrary<Step> {
  const action = fc.oneof(
    { weight: 6, arbitrary: anySaying() },
    { weight: 1, arbitrary: anyApproval() },
  );
  return fc.record({ isLookedAt: fc.boolean(), act: action });
}

const name = fc.constantFrom("a", "b", "é");
const arrow = fc
  .tuple(name, fc.constantFrom("->", "-event->"), name)
  .map(([consumer, sign, provider]) => `${consumer} ${sign} ${provider}`);

function anyClaim(): fc.Arbitrary<Claim> {
  return fc.oneof(
    {
      weight: 5,
      arbitrary: fc.tuple(arrow, fc.nat(3)).map(([own, retries]) => dependency(own, { retries })),
    },
    { weight: 2, arbitrary: arrow.map((own) => denial(own)) },
    { weight: 1, arbitrary: arrow.map((own) => denial(own, "*")) },
    {
      weight: 2,
      arbitrary: fc.tuple(name, name).map(([own, alias]) => component(own, { aliases: [alias] })),
    },
    { weight: 3, arbitrary: fc.tuple(name, name).map(([one, other]) => aboutPeople(one, other)) },
  );
}

/** A claim about a team, an owner or a journey. */
function aboutPeople(one: string, other: string): Claim {
  const team = { id: `team-${other}`, name: one };
  const facts: readonly Claim["fact"][] = [
    { type: "team", team },
    { type: "owner", owner: { component: idOf(one), team: team.id } },
    {
      type: "journey",
      journey: { id: `buy-${one}`, name: "Buy", entries: [idOf(other)], currency: "USD" },
    },
  ];
  const which = (one.charCodeAt(0) + other.charCodeAt(0)) % facts.length;
  return { fact: facts[which] as Claim["fact"], confidence: 0.6, evidence: [] };
}

/** Some are late: they were said before something that is known already. */
function anySaying(): fc.Arbitrary<Step["act"]> {
  return fc
    .record({
      source: fc.constantFrom("import:estate", "observation:mesh", "person:ines" as const),
      claims: fc.array(anyClaim(), { maxLength: 5 }),
      complete: fc.boolean(),
      lateDays: fc.constantFrom(0, 0, 1, 40),
    })
    .map(
      ({ source, claims, complete, lateDays }) =>
        (store, turn) =>
          store.say(
            saying(source, claims, { complete, force: true, at: NOW - lateDays * DAY_MS + turn }),
          ),
    );
}

function anyApproval(): fc.Arbitrary<Step["act"]> {
  return fc
    .tuple(anyClaim(), fc.constantFrom("approved", "rejected"))
    .map(([claim, state]) => async (store, turn) => {
      const at = NOW + turn;
      await store.propose(proposal(`proposal-${turn}`));
      const approved = saying("person:omar", [claim], { at });
      await store.decideProposal(`proposal-${turn}`, { state, by: "omar", at, saying: approved });
    });
}

function idsOf({ components }: Snapshot): string[] {
  return components.map(({ id }) => id);
}
