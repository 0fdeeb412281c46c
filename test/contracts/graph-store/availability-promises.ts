import { expect } from "vitest";
import type { GraphStore } from "../../../src/ports/graph-store.ts";
import { contentsOf, dependency, NOW, proposal, saying } from "./sayings.ts";
import type { Promises } from "./store-under-test.ts";

const AWAY = { code: "graph-store-away", message: expect.stringMatching(/;/) };

/** Everything that writes; each may be called again when nobody knows whether the first call went through. */
const WRITES: Record<string, (store: GraphStore) => Promise<unknown>> = {
  say: (store) => store.say(saying("import:estate", [dependency("a -> b")], { complete: true })),
  propose: (store) => store.propose(proposal("p2")),
  reviseProposal: (store) => store.reviseProposal(proposal("p1", { confidence: 0.9 })),
  decideProposal: (store) =>
    store.decideProposal("p1", {
      state: "approved",
      by: "person:li",
      at: NOW,
      saying: saying("person:li", [dependency("cart -> rates")]),
    }),
  keepIncident: (store) =>
    store.keepIncident({
      incident: {
        id: "P1",
        title: "Slow",
        status: "triggered",
        openedAt: NOW,
        alerts: [],
        updatedAt: NOW,
      },
      affected: [],
    }),
  audit: (store) =>
    store.audit({ at: NOW, actor: "person:li", action: "look", subject: "map", detail: {} }),
};

/** What holds when the store cannot be reached, or its answer does not arrive. */
export function availabilityPromises(promise: Promises): void {
  promise(
    "says that it is away, with a next step, and works again when it is back",
    async (subject) => {
      const { store } = subject;
      await store.say(saying("import:estate", [dependency("a -> b")]));
      const before = contentsOf(await store.snapshot(NOW));
      await subject.takeAway();

      await expect(store.snapshot(NOW)).rejects.toMatchObject(AWAY);
      await expect(store.version()).rejects.toMatchObject(AWAY);
      await expect(store.proposals("open")).rejects.toMatchObject(AWAY);
      for (const write of Object.values(WRITES))
        await expect(write(store)).rejects.toMatchObject(AWAY);

      await subject.bringBack();
      expect(contentsOf(await store.snapshot(NOW))).toEqual(before);
      expect(await store.say(saying("import:estate", [dependency("b -> c")]))).toMatchObject({
        added: [expect.stringContaining("/b ")],
      });
    },
  );

  promise("is away to a store that is made meanwhile, and then works for it", async (subject) => {
    await subject.store.say(saying("import:estate", [dependency("a -> b")]));
    await subject.takeAway();
    const late = subject.openAnother();
    await late.version().catch(() => undefined);
    await subject.bringBack();

    expect((await late.snapshot(NOW)).consumer).toHaveLength(1);
  });

  for (const [name, write] of Object.entries(WRITES)) {
    promise(
      `does no harm when ${name} is called again because its reply was lost`,
      async (subject) => {
        const { store } = subject;
        await store.propose(proposal("p1"));
        subject.cutNextReply?.();
        const first = await write(store).then(
          () => "heard",
          () => "lost",
        );
        const once = await everythingIn(store);
        await write(store);

        expect(first).toBe(subject.cutNextReply ? "lost" : "heard");
        expect(await everythingIn(store)).toEqual(once);
      },
    );
  }
}

async function everythingIn(store: GraphStore): Promise<object> {
  return {
    map: contentsOf(await store.snapshot(NOW)),
    assertions: await store.assertions(),
    open: await store.proposals("open"),
    approved: await store.proposals("approved"),
    incidents: await store.incidents({ limit: 10 }),
    audit: await store.auditRows(0),
  };
}
