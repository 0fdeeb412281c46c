import {
  createSteadyStore,
  type SteadyStore,
} from "../../src/workflows/steady-store/steady-store.ts";
import { redrawCard } from "../../src/workflows/learning/redraw-card.ts";
import { preparedChat, type ChatWithMap } from "./chat-with-map.ts";
import { switchedStore, type SwitchedStore } from "./switched-store.ts";

/** A chat whose store can be switched off, with a steady store in between. */
export interface SteadyChat extends ChatWithMap {
  readonly steady: SteadyStore;
  readonly switched: SwitchedStore;
}

/** Starts it as the server does: what is owed is settled only when a test asks for it. */
export async function steadyChat(...arrows: readonly string[]): Promise<SteadyChat> {
  let parts: { steady: SteadyStore; switched: SwitchedStore } | undefined;
  const chat = await preparedChat(
    async (tools) => {
      parts = await makeSteady(tools);
    },
    ...arrows,
  );
  return { ...chat, ...(parts as NonNullable<typeof parts>) };
}

async function makeSteady(
  tools: ChatWithMap["tools"],
): Promise<{ steady: SteadyStore; switched: SwitchedStore }> {
  const { journal, clock, log, metrics } = tools;
  const switched = switchedStore(tools.store);
  const steady = createSteadyStore({
    store: switched.store,
    journal,
    clock,
    log,
    metrics,
    patienceMs: 300,
  });
  steady.tell({
    showDecided: (proposal) => redrawCard(tools.chat, proposal),
    whenApplied: () => {},
  });
  Object.assign(tools, { store: steady, storeCondition: () => steady.condition() });
  await steady.remember();
  return { steady, switched };
}
