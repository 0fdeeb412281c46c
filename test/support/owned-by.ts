import type { Claim } from "../../src/model/assertion.ts";
import type { Person } from "../../src/model/person.ts";
import { NOW, type TestedTools } from "./answer-tools.ts";
import { idOf } from "./graph-of.ts";

/** A member in the chat group of the team that `ownedBy` makes an owner. */
export const OWNER: Person = {
  id: "ines",
  name: "Ines",
  role: "member",
  groups: ["@Team-Payments"],
};

/** Gives components to the team whose chat channel is #team-payments, as a source of its own says. */
export async function ownedBy(tools: TestedTools, ...names: readonly string[]): Promise<void> {
  const sure = { confidence: 1, evidence: [] };
  const team = { id: "payments", name: "Payments", channel: "#team-payments" };
  const claims: Claim[] = [
    { ...sure, fact: { type: "team", team } },
    ...names.map((name): Claim => ({
      ...sure,
      fact: { type: "owner", owner: { component: idOf(name), team: "payments" } },
    })),
  ];
  const source = { name: "owners", type: "import" } as const;
  await tools.store.say({ source, at: NOW, claims, complete: true, actor: "test" });
  await tools.refresh();
}
