import { setImmediate } from "node:timers/promises";

const BREATH_EVERY_MS = 10;
let lastBreath = 0;

/** Lets everything else have its turn now and then, so that a long import holds up no webhook. */
export async function breathe(): Promise<void> {
  if (performance.now() - lastBreath < BREATH_EVERY_MS) return;
  await setImmediate();
  lastBreath = performance.now();
}
