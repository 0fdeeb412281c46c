import type { ThreadChange } from "../../ports/chat.ts";
import type { GraphStore } from "../../ports/graph-store.ts";

/** Says on the open proposals that were read from a message that it is not what it was. */
export async function followThread(
  { store }: { readonly store: GraphStore },
  { message }: ThreadChange,
): Promise<void> {
  const { items } = await store.proposals("open");
  for (const proposal of items.filter(({ link }) => link?.includes(message))) {
    await store.reviseProposal(proposal);
  }
}
