import { endKey, type CapturedDependency } from "./captured.ts";
import { couplingOf } from "./coupling-of.ts";
import type { Finding } from "./finding.ts";
import { sureness } from "./sureness.ts";

/** A finding in its sentence, said by somebody with some belief. */
export interface Said {
  readonly finding: Finding;
  readonly quote: string;
  readonly message: number;
  readonly author: string;
  /** Less than 1 when the writer only believes it. */
  readonly belief: number;
}

/** Weaker findings than this are not worth a person's time. */
const LEAST = 0.45;
/** "I was wrong" is about one's last words, if they are not too far back. */
const FARTHEST_BACK = 20;

/** What a thread has stated so far: later words may strengthen, end or take back earlier ones. */
export class ThreadLedger {
  readonly #kept = new Map<
    string,
    { readonly said: Said; readonly captured: CapturedDependency }
  >();

  /** Keeps the surest of equal findings; a removal or a denial puts an end to what was said before. */
  keep(said: Said): void {
    const { change, consumer, provider } = said.finding;
    if (endKey(consumer.end) === endKey(provider.end)) return;
    const pair = `${endKey(consumer.end)} > ${endKey(provider.end)}`;
    if (change !== "add") this.#kept.delete(`add ${pair}`);
    if (change === "deny") return;
    const captured = capturedFrom(said, change);
    const before = this.#kept.get(`${change} ${pair}`);
    if (
      captured.confidence < LEAST ||
      (before && before.captured.confidence >= captured.confidence)
    )
      return;
    this.#kept.set(`${change} ${pair}`, { said, captured });
  }

  /** Drops what this author said last, in this message or not long before it. */
  takeBack(author: string, message: number): void {
    const own = [...this.#kept].filter(([, { said }]) => said.author === author);
    const last = own.reduce((latest, [, { said }]) => Math.max(latest, said.message), -1);
    if (message - last > FARTHEST_BACK) return;
    for (const [key, { said }] of own) if (said.message === last) this.#kept.delete(key);
  }

  all(): readonly CapturedDependency[] {
    return [...this.#kept.values()].map(({ captured }) => captured);
  }
}

function capturedFrom(
  { finding, quote, message, belief }: Said,
  change: "add" | "remove",
): CapturedDependency {
  const { consumer, provider, strength, because } = finding;
  return {
    change,
    consumer: consumer.end,
    provider: provider.end,
    coupling: couplingOf(finding),
    ...(strength ? { strength } : {}),
    confidence: Math.round(sureness(finding) * belief * 100) / 100,
    quote,
    message,
    because,
  };
}
