import { expect, it } from "vitest";
import type { IncidentRecord } from "../../../src/model/incident.ts";
import { withLeads } from "../../../src/workflows/stories/open-stories.ts";
import { createIncidentBench } from "../../support/incident-bench.ts";
import { shopMap } from "../../support/shop-map.ts";

const record = (id: string, more: Partial<IncidentRecord>): IncidentRecord => ({
  incident: { id, title: id, status: "triggered", openedAt: 1, updatedAt: 1, alerts: [] },
  affected: [],
  ...more,
});

it("an open incident's story is known after a start, however long ago its first incident opened", async () => {
  const bench = await createIncidentBench(shopMap());
  const lead = record("OLD", { closed: false });
  await bench.store.keepIncident(lead);
  await bench.store.keepIncident(record("OVER", {}));
  const member = record("NEW", { attachedTo: "OLD", closed: false });
  const ended = record("ENDED", { attachedTo: "OVER", closed: true });
  const over = { ...ended, incident: { ...ended.incident, status: "resolved" as const } };

  const all = await withLeads(bench.store, [member, over]);

  expect(all.map(({ incident }) => incident.id)).toEqual(["NEW", "ENDED", "OLD"]);
  await bench.close();
});
