import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSqliteJournal } from "../../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { DepmapError } from "../../../src/model/errors.ts";
import type { Action } from "../../../src/model/reply.ts";
import type { ActionBox, Journal } from "../../../src/ports/journal.ts";
import type { SharedActions } from "../../../src/ports/shared-actions.ts";
import { createSharedActions } from "../../../src/workflows/replicas/shared-actions.ts";

const action: Action = { type: "command", line: "blast-radius cart" };
const nothing = () => {};
const log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

describe("the buttons of several replicas", () => {
  let folder: string;
  let isAway: boolean;
  let kept: Map<string, Action>;
  let journals: (Journal & ActionBox)[];
  let one: ActionBox;
  let other: ActionBox;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "depmap-actions-"));
    isAway = false;
    kept = new Map();
    journals = ["a", "b"].map((name) =>
      createSqliteJournal({ path: join(folder, name), clock: { now: () => Date.now() } }),
    );
    const reach = () => {
      if (isAway) throw new DepmapError("graph-store-away", "away");
    };
    const shared: SharedActions = {
      async put(id, fresh) {
        reach();
        kept.set(id, fresh);
      },
      async find(id) {
        reach();
        return kept.get(id);
      },
      forget: () => Promise.resolve(),
    };
    [one, other] = journals.map((local) => createSharedActions({ local, shared, log })) as [
      ActionBox,
      ActionBox,
    ];
  });
  afterEach(async () => {
    for (const journal of journals) await journal.close();
    await rm(folder, { recursive: true });
  });

  it("work on whichever is clicked", async () => {
    const id = await one.keep(action, "m1");

    expect(await other.find(id)).toEqual(action);
  });

  it("work where they were made while the store is away", async () => {
    isAway = true;
    const id = await one.keep(action, "m1");

    expect(await one.find(id)).toEqual(action);
    expect(await other.find(id)).toBeUndefined();
  });

  it("work everywhere once their message is shown again", async () => {
    isAway = true;
    const id = await one.keep(action, "m1");
    isAway = false;

    expect(await one.keep(action, "m1")).toBe(id);
    expect(await other.find(id)).toEqual(action);
  });

  it("are not asked of the store again by the one that made them", async () => {
    const id = await one.keep(action, "m1");
    kept.clear();

    await one.keep(action, "m1");

    expect(await one.find(id)).toEqual(action);
    expect(kept.size).toBe(0);
  });
});
