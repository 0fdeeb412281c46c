import { expect, it } from "vitest";
import type { IncidentRecord } from "../../../src/model/incident.ts";
import { createRevisits } from "../../../src/workflows/stories/revisit-open.ts";

function recordOf(id: string): IncidentRecord {
  const incident = {
    id,
    title: id,
    status: "triggered" as const,
    openedAt: 0,
    alerts: [],
    updatedAt: 0,
  };
  return { incident, affected: [] };
}

it("asks for every open incident once a round, a few at a time", async () => {
  const open = ["a", "b", "c", "d", "e"].map(recordOf);
  const asked: string[][] = [];
  const worker = { revisit: (ids: readonly string[]) => void asked.push([...ids]) };
  const revisits = createRevisits({ incidents: () => Promise.resolve(open) }, worker, 2);

  for (let turn = 0; turn < 4; turn += 1) await revisits.turn();

  expect(asked).toEqual([["a", "b"], ["c", "d"], ["e"], ["a", "b"]]);
});

it("asks for nothing while nothing is open", async () => {
  const asked: unknown[] = [];
  const worker = { revisit: (ids: readonly string[]) => void asked.push(ids) };

  await createRevisits({ incidents: () => Promise.resolve([]) }, worker, 2).turn();

  expect(asked).toEqual([]);
});
