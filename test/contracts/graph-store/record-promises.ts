import { expect } from "vitest";
import { idOf } from "../../support/graph-of.ts";
import {
  allPages,
  component,
  dependenciesOf,
  dependency,
  manyDependencies,
  NOW,
  saying,
} from "./sayings.ts";
import type { Promises } from "./store-under-test.ts";

/** How the record as a whole is kept. */
export function recordPromises(promise: Promises): void {
  promise("keeps cycles, and a component that needs itself", async ({ store }) => {
    const arrows = ["a -> b", "b -> c", "c -> a", "a -> a"];
    await store.say(
      saying(
        "import:estate",
        arrows.map((arrow) => dependency(arrow)),
      ),
    );

    expect(dependenciesOf(await store.snapshot(NOW))).toHaveLength(4);
  });

  promise("keeps every character of every text", async ({ store }) => {
    const odd = `'); DROP TABLE assertion; -- \`}) DETACH DELETE n // "Ωμέγα" 🧯 \\u0000`;
    await store.say(
      saying("import:estate", [component("naïve-'cart`", { description: odd, aliases: [odd] })]),
    );
    await store.say(saying("person:josé", [dependency("a -> b", { evidence: [odd] })]));

    const snapshot = await store.snapshot(NOW);
    const cart = snapshot.components.find(({ id }) => id === idOf("naïve-'cart`"));
    expect(cart).toMatchObject({ description: odd, aliases: [odd] });
    expect(dependenciesOf(snapshot)[0]?.provenance).toMatchObject([
      { source: "josé", evidence: [odd] },
    ]);
  });

  promise("gives all assertions in pages, each one once, by source and fact", async ({ store }) => {
    await store.say(saying("import:estate", manyDependencies(1200)));
    await store.say(saying("observation:mesh", manyDependencies(5)));
    const { items, pages } = await allPages((after) => store.assertions(after));

    const names = items.map(({ source, factKey }) => `${source.name} ${factKey}`);
    expect(pages).toBeGreaterThan(1);
    expect(names).toHaveLength(1205);
    expect(names).toEqual([...new Set(names)].toSorted());
  });

  promise("grows its version with every change that a reader would see", async ({ store }) => {
    const versions = [await store.version()];
    for (const claims of [
      [dependency("a -> b")],
      [component("b")],
      [dependency("a -> b", { retries: 2 })],
    ]) {
      await store.say(saying("import:estate", claims));
      versions.push(await store.version());
    }

    expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
    expect((await store.snapshot(NOW)).version).toBe(versions.at(-1));
  });
}
