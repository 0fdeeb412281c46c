import type { Person } from "../../model/person.ts";
import { Reply } from "../../model/reply.ts";
import type { Place } from "../../ports/chat.ts";
import type { GraphStore } from "../../ports/graph-store.ts";

/** The page that a chat keeps for each person. */
export async function homePage(
  { store }: { readonly store: GraphStore },
  person: Person,
  _place: Place,
): Promise<Reply> {
  const { items } = await store.proposals("open");
  return Reply.parse({
    headline: `Hello ${person.name}`,
    blocks: [{ type: "section", text: `${items.length} proposals wait.` }],
  });
}
