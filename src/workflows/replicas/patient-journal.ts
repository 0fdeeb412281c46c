import type { Clock } from "../../ports/clock.ts";
import type { Journal } from "../../ports/journal.ts";

/**
 * The same journal, but a subject is not up before its first event has waited that long: whoever else was told of it
 * goes first.
 */
export function patientJournal(journal: Journal, clock: Clock, graceMs: number): Journal {
  return {
    ...journal,
    async unhandledSubjects(limit) {
      const before = clock.now() - graceMs;
      const ripe: string[] = [];
      for (const subject of await journal.unhandledSubjects(limit)) {
        const events = await journal.eventsOf(subject);
        if (events.some(({ receivedAt }) => receivedAt <= before)) ripe.push(subject);
      }
      return ripe;
    },
  };
}
