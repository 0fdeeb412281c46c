import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { auditText, type AuditEntry, type AuditRow } from "../../../src/model/audit.ts";
import { verifyAudit } from "../../../src/workflows/map/verify-audit.ts";

function chainOf(subjects: readonly string[]): AuditRow[] {
  const rows: AuditRow[] = [];
  for (const [place, subject] of subjects.entries()) {
    const entry: AuditEntry = {
      at: place,
      actor: "person:li",
      action: "look",
      subject,
      detail: {},
    };
    const previousHash = rows.at(-1)?.hash ?? "";
    const hash = createHash("sha256")
      .update(auditText(place + 1, previousHash, entry))
      .digest("hex");
    rows.push({ ...entry, number: place + 1, previousHash, hash });
  }
  return rows;
}

const rows = chainOf(["a", "b", "c", "d"]);
const last = { number: 4, hash: rows[3]?.hash ?? "" };

it("calls an untouched log intact, and names its last row to be noted", async () => {
  expect(await verifyAudit(rows)).toEqual({
    intact: true,
    rows: 4,
    last,
    sentence: "intact, 4 rows",
  });
  expect(await verifyAudit([])).toMatchObject({
    intact: true,
    rows: 0,
    sentence: "intact, 0 rows",
  });
});

it("stands by an anchor that still holds", async () => {
  expect(await verifyAudit([...rows, ...chainOf([])], last)).toMatchObject({ intact: true });
  expect(await verifyAudit(rows, { number: 2, hash: rows[1]?.hash ?? "" })).toMatchObject({
    intact: true,
  });
});

it("sees by the anchor that the end was cut off", async () => {
  expect(await verifyAudit(rows.slice(0, 2), last)).toEqual({
    intact: false,
    number: 3,
    sentence: "broken at row 3: the log was cut short: it once reached row 4",
  });
});

it("sees by the anchor that everything was written anew", async () => {
  expect(await verifyAudit(chainOf(["a", "x", "c", "d", "e"]), last)).toEqual({
    intact: false,
    number: 4,
    sentence:
      "broken at row 4: the log up to here was written anew: its hash is not the one noted before",
  });
});

it("tells a changed row from a missing one and a moved one", async () => {
  const [first, second, third, fourth] = rows as [AuditRow, AuditRow, AuditRow, AuditRow];
  const sentences = [
    [first, { ...second, action: "approve-proposal" }, third, fourth],
    [first, third, fourth],
    [first, second, second, third],
  ].map(async (edited) => (await verifyAudit(edited)).sentence);

  expect(await Promise.all(sentences)).toEqual([
    "broken at row 2: it was changed",
    "broken at row 2: it is missing, row 3 stands in its place",
    "broken at row 3: row 2 was moved or slipped in here",
  ]);
});
