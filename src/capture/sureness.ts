import type { Finding } from "./finding.ts";

/** How sure a finding is: its rule's sureness, less for new names and for ends reached through a pronoun. */
export function sureness({ consumer, provider, sure }: Finding): number {
  const factors = [consumer, provider].map(({ end, indirect, via }) => {
    const name = "known" in end ? 1 : 0.85;
    const way = indirect ? 0.9 : 1;
    return name * way * (via === "about" ? 0.85 : 1);
  });
  return Math.round(factors.reduce((product, factor) => product * factor, sure) * 100) / 100;
}
