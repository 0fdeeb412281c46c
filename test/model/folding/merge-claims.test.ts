import { expect, it } from "vitest";
import { mergeClaims } from "../../../src/model/folding/merge-claims.ts";
import { dependency } from "../../contracts/graph-store/sayings.ts";

it("keeps the words of the surer claim, the evidence of all, and where it was learned", () => {
  const learned = { quote: "q", author: "a", proposalId: "p", proposer: "o", approver: "l" };
  const merged = mergeClaims([
    dependency("a -> b", { confidence: 0.4, timeoutMs: 1, evidence: ["x:2", "x:1"], learned }),
    dependency("a -> b", { confidence: 0.9, timeoutMs: 2, evidence: ["x:1", "w:9"] }),
    dependency("a -event-> b"),
  ]);

  expect([...merged.values()]).toMatchObject([
    {
      confidence: 0.9,
      evidence: ["w:9", "x:1", "x:2"],
      fact: { dependency: { timeoutMs: 2 } },
      learned,
    },
    { fact: { dependency: { coupling: "event" } } },
  ]);
});
