import { expect } from "vitest";
import type { AuditRow } from "../../../src/model/audit.ts";
import type { GraphStore } from "../../../src/ports/graph-store.ts";
import { auditRowsOf } from "../../../src/workflows/map/audit-rows.ts";
import { verifyAudit } from "../../../src/workflows/map/verify-audit.ts";
import { NOW } from "./sayings.ts";
import type { Promises } from "./store-under-test.ts";

function look(store: GraphStore, place: number): Promise<AuditRow> {
  const detail = { place, "odd key ⚙": [{ b: 1, a: null }], left: undefined };
  return store.audit({
    at: NOW + place,
    actor: "person:li",
    action: "look",
    subject: "map",
    detail,
  });
}

/** How the audit log is kept, and how an edit of it shows. */
export function auditPromises(promise: Promises): void {
  promise("chains what is written at once, without a gap, over several pages", async (subject) => {
    const stores = [subject.store, subject.openAnother()];
    const places = Array.from({ length: 620 }, (_, place) => place);
    await Promise.all(places.map((place) => look(stores[place % 2] as GraphStore, place)));

    expect((await subject.store.auditRows(0)).next).toBeDefined();
    expect(await verifyAudit(auditRowsOf(subject.store))).toMatchObject({
      intact: true,
      rows: 620,
    });
  });

  promise("gives the rows after a number, each with its detail", async ({ store }) => {
    for (const place of [0, 1, 2]) await look(store, place);
    const { items, next } = await store.auditRows(1);

    expect(next).toBeUndefined();
    expect(items.map(({ number }) => number)).toEqual([2, 3]);
    expect(items[0]?.detail).toEqual({ place: 1, "odd key ⚙": [{ b: 1, a: null }] });
  });

  promise("shows every kind of edit in its log", async ({ store }) => {
    for (let place = 0; place < 6; place += 1) await look(store, place);
    const rows = (await store.auditRows(0)).items;
    const third = rows[2] as AuditRow;
    const edits: Record<string, readonly AuditRow[]> = {
      changed: rows.with(2, { ...third, actor: "person:eve" }),
      "changed deep inside": rows.with(2, { ...third, detail: { ...third.detail, place: 7 } }),
      dropped: rows.toSpliced(2, 1),
      "dropped and renumbered": rows
        .toSpliced(2, 1)
        .map((row, place) => ({ ...row, number: place + 1 })),
      moved: rows.toSpliced(2, 2, ...rows.slice(2, 4).toReversed()),
      "slipped in": rows.toSpliced(2, 0, { ...third, subject: "other" }),
    };

    for (const [edit, edited] of Object.entries(edits)) {
      const { intact, sentence } = await verifyAudit(edited);
      expect({ edit, intact, sentence }).toEqual({
        edit,
        intact: false,
        sentence: expect.stringMatching(/^broken at row 3: /),
      });
    }
  });
}
