import { expect } from "vitest";
import type { IncidentRecord } from "../../../src/model/incident.ts";
import { idOf } from "../../support/graph-of.ts";
import { NOW } from "./sayings.ts";
import type { Promises } from "./store-under-test.ts";

function record(
  id: string,
  openedAt: number,
  status: "triggered" | "resolved" = "triggered",
): IncidentRecord {
  return {
    incident: { id, title: `Incident ${id}`, status, openedAt, alerts: [], updatedAt: openedAt },
    affected: [{ component: idOf("cart"), state: "down" }],
  };
}

/** How incidents are kept. */
export function incidentPromises(promise: Promises): void {
  promise("keeps the last record of an incident", async ({ store }) => {
    await store.keepIncident(record("P1", NOW));
    const later: IncidentRecord = {
      ...record("P1", NOW, "resolved"),
      channel: "inc-1",
      origin: idOf("ledger"),
      confirmed: { missed: ["mail"] },
    };
    await store.keepIncident(later);

    expect(await store.incident("P1")).toEqual(later);
    expect(await store.incidents({ limit: 10 })).toEqual([later]);
    expect(await store.incident("P2")).toBeUndefined();
  });

  promise(
    "lists incidents newest first, all or only the open or the closed ones",
    async ({ store }) => {
      await store.keepIncident(record("P1", NOW));
      await store.keepIncident(record("P3", NOW + 2000));
      await store.keepIncident(record("P2", NOW + 1000, "resolved"));
      const ids = async (filter: { open?: boolean; limit: number }) =>
        (await store.incidents(filter)).map(({ incident }) => incident.id);

      expect(await ids({ limit: 9 })).toEqual(["P3", "P2", "P1"]);
      expect(await ids({ limit: 2 })).toEqual(["P3", "P2"]);
      expect(await ids({ open: true, limit: 9 })).toEqual(["P3", "P1"]);
      expect(await ids({ open: false, limit: 9 })).toEqual(["P2"]);
    },
  );

  promise("gives every incident once, page by page", async ({ store }) => {
    const all = Array.from({ length: 7 }, (_, place) => record(`P${place}`, NOW + (place >> 1)));
    for (const each of all) await store.keepIncident(each);
    const seen: string[] = [];
    for (let last: IncidentRecord | undefined; ;) {
      const page = await store.incidents({ limit: 2, after: last?.incident });
      seen.push(...page.map(({ incident }) => incident.id));
      last = page.at(-1);
      if (!last) break;
    }

    expect(seen).toEqual(["P6", "P5", "P4", "P3", "P2", "P1", "P0"]);
  });

  promise("refuses a record under a lower fence than the one that is kept", async ({ store }) => {
    const first = record("P1", NOW);
    await store.keepIncident({ ...first, fence: 7 });

    const late = store.keepIncident({ ...record("P1", NOW, "resolved"), fence: 6 });
    await expect(late).rejects.toMatchObject({ code: "lease-lost" });

    expect(await store.incident("P1")).toEqual({ ...first, fence: 7 });
    expect(await store.incidents({ open: false, limit: 9 })).toEqual([]);
  });

  promise("takes a record under the same, a higher, or no fence", async ({ store }) => {
    for (const change of [{ fence: 7 }, { fence: 7, channel: "a" }, { fence: 9 }, {}]) {
      await store.keepIncident({ ...record("P1", NOW), ...change });
      expect(await store.incident("P1")).toEqual({ ...record("P1", NOW), ...change });
    }
  });

  promise("keeps where an incident's own briefing was begun", async ({ store }) => {
    const begun = { ...record("P1", NOW), begun: { at: NOW, channel: "inc-1", message: "m1" } };
    await store.keepIncident(begun);

    expect(await store.incident("P1")).toEqual(begun);
  });
}
