import { expect, it } from "vitest";
import type { OwedWrites } from "../../../src/ports/journal.ts";

const bytes = (...values: readonly number[]) => Uint8Array.from(values);
const approval = { kind: "decide", subject: "p1", at: 7 };

/** What a journal promises of the writes that the graph store is owed. */
export function owedPromises(journal: () => OwedWrites, reopen: () => Promise<void>): void {
  it("owes nothing at first", async () => {
    expect(await journal().owed()).toEqual([]);
    expect(await journal().owedBody(1)).toEqual([]);
    expect(await journal().lastCopy("incidents")).toBeUndefined();
  });

  it("gives owed writes in the order in which they came, with every piece, after a restart too", async () => {
    const first = await journal().owe(approval, [bytes(1, 2), bytes(), bytes(0, 255)]);
    const second = await journal().owe({ kind: "say", subject: "people", at: 5 }, [bytes(3)]);

    await reopen();

    expect(await journal().owed()).toEqual([
      { ...approval, id: first, state: "owed", why: undefined },
      { kind: "say", subject: "people", at: 5, id: second, state: "owed", why: undefined },
    ]);
    expect(await journal().owedBody(first)).toEqual([bytes(1, 2), bytes(), bytes(0, 255)]);
  });

  it("keeps nothing of a write that is settled, and settles twice without harm", async () => {
    const id = await journal().owe(approval, [bytes(1)]);

    await journal().settled(id);
    await journal().settled(id);

    expect(await journal().owed()).toEqual([]);
    expect(await journal().owedBody(id)).toEqual([]);
  });

  it("never gives an id twice, for somebody may still hold the old one", async () => {
    const id = await journal().owe(approval, []);
    await journal().settled(id);
    await reopen();

    expect(await journal().owe(approval, [])).toBeGreaterThan(id);
  });

  it("replaces what is owed about the same subject only when asked to", async () => {
    await journal().owe({ ...approval, kind: "incident" }, [bytes(1)]);
    const other = await journal().owe({ ...approval, subject: "p2", kind: "incident" }, []);
    const own = await journal().owe(approval, []);

    const fresh = await journal().owe({ ...approval, kind: "incident", replaces: true }, []);

    expect((await journal().owed()).map(({ id }) => id)).toEqual([other, own, fresh]);
  });

  it("keeps a refused write with the reason, and what it says", async () => {
    const id = await journal().owe(approval, [bytes(9)]);

    await journal().setAside(id, "refused", "too much would go");

    expect(await journal().owed()).toMatchObject([
      { id, state: "refused", why: "too much would go" },
    ]);
    expect(await journal().owedBody(id)).toEqual([bytes(9)]);
  });

  it("keeps the newest copy under a name", async () => {
    await journal().keepCopy("incidents", bytes(1));
    await journal().keepCopy("proposals", bytes(2));
    await journal().keepCopy("incidents", bytes(3));

    await reopen();

    expect(await journal().lastCopy("incidents")).toEqual(bytes(3));
    expect(await journal().lastCopy("proposals")).toEqual(bytes(2));
  });
}
