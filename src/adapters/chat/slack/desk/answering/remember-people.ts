import type { Person } from "../../../../../model/person.ts";
import type { Clock } from "../../../../../ports/clock.ts";
import type { DeskTools } from "../desk-tools.ts";

/** How long somebody counts as what they were last, while Slack does not say. */
const REMEMBERED_MS = 2 * 60_000;
/** How long Slack may take to say who asks, when it is known who they were. */
const PATIENCE_MS = 700;

/**
 * Who people are, by what Slack says now; by what it said a moment ago, when it takes long or says nothing.
 *
 * Slack says it some hundred times a minute, and in a large incident more people ask. Good for what may be read: what
 * changes something looks again by itself, and waits.
 */
export function rememberPeople(people: DeskTools["people"], clock: Clock): DeskTools["people"] {
  const known = new Map<string, { readonly person: Person; readonly until: number }>();

  const underWay = new Map<string, Promise<Person | undefined>>();

  /** One question at a time for each person: they may press many buttons at once. */
  function lookOnce(id: string): Promise<Person | undefined> {
    const begun = underWay.get(id) ?? look(id).finally(() => underWay.delete(id));
    underWay.set(id, begun);
    return begun;
  }

  async function look(id: string): Promise<Person | undefined> {
    const person = await people.person(id);
    const now = clock.now();
    for (const [other, { until }] of known) if (until <= now) known.delete(other);
    if (person) known.set(id, { person, until: now + REMEMBERED_MS });
    else known.delete(id);
    return person;
  }

  return {
    async person(id) {
      const looking = lookOnce(id);
      const last = known.get(id);
      if (!last || last.until <= clock.now()) return await looking;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<Person>((resolve) => {
        timer = setTimeout(() => resolve(last.person), PATIENCE_MS);
      });
      // What Slack says too late still counts for the next time.
      const said = looking.catch(() => last.person);
      return await Promise.race([said, late]).finally(() => clearTimeout(timer));
    },
  };
}
