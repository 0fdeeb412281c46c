import type { AuditRow } from "../../model/audit.ts";
import type { GraphStore } from "../../ports/graph-store.ts";

/** The whole audit chain of a store, first row first, read page by page. */
export async function* auditRowsOf(store: GraphStore): AsyncIterable<AuditRow> {
  for (let after = 0; ;) {
    const page = await store.auditRows(after);
    yield* page.items;
    if (page.next === undefined) return;
    after = page.items.at(-1)?.number ?? after;
  }
}
