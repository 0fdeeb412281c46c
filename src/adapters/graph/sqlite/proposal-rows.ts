import type { Proposal } from "../../../model/proposal.ts";
import type { Page } from "../../../ports/graph-store.ts";
import type { Connection, Row } from "./connection.ts";

const PAGE_SIZE = 100;

/** The proposal with that id. */
export function findProposal(connection: Connection, id: string): Proposal | undefined {
  const row = connection.one("SELECT body FROM proposal WHERE id = ?", id);
  return row ? proposalOf(row) : undefined;
}

/** Writes a proposal, in place of the one with its id. */
export function putProposal(connection: Connection, proposal: Proposal): void {
  connection.run(
    `INSERT INTO proposal (id, state, proposed_at, body) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET
       state = excluded.state, proposed_at = excluded.proposed_at, body = excluded.body`,
    proposal.id,
    proposal.state,
    proposal.proposedAt,
    JSON.stringify(proposal),
  );
}

/** A page of the proposals in one state, newest first. */
export function proposalPage(
  connection: Connection,
  state: Proposal["state"],
  after: string | undefined,
): Page<Proposal> {
  const [at, id] = after
    ? (JSON.parse(after) as [number, string])
    : ([Number.MAX_SAFE_INTEGER, ""] as const);
  const items = connection
    .all(
      `SELECT body FROM proposal WHERE state = ? AND (proposed_at, id) < (?, ?)
       ORDER BY proposed_at DESC, id DESC LIMIT ${PAGE_SIZE + 1}`,
      state,
      at,
      id,
    )
    .map(proposalOf);
  if (items.length <= PAGE_SIZE) return { items };
  const page = items.slice(0, PAGE_SIZE);
  const last = page.at(-1) as Proposal;
  return { items: page, next: JSON.stringify([last.proposedAt, last.id]) };
}

function proposalOf(row: Row): Proposal {
  return JSON.parse(String(row["body"]));
}
