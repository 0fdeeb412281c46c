import { DepmapError } from "../errors.ts";

/** The share of its facts that a source may take back in one run. */
const LIMIT = 0.2;

/**
 * Refuses a retraction of more than 20 % of a source's active facts with `mass-retraction`, unless it is forced.
 *
 * A single fact may always go: it is no accident, and a fifth of four facts is less than one. Tells
 * whether force was needed.
 */
export function refuseMassRetraction(
  { source, force = false }: { source: { name: string }; force?: boolean },
  retracted: readonly string[],
  active: number,
): boolean {
  if (retracted.length < 2 || retracted.length <= LIMIT * active) return false;
  if (force) return true;
  const percent = Math.round((100 * retracted.length) / active);
  throw new DepmapError(
    "mass-retraction",
    `${source.name} would take back ${retracted.length} of its ${active} facts (${percent} %), ` +
      `among them "${retracted[0]}"; check that it was read in full, or force it`,
  );
}
