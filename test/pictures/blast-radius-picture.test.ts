import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createGraphvizPainter } from "../../src/adapters/painter/graphviz/graphviz-painter.ts";
import type { BlastRadius, Hit } from "../../src/model/impact.ts";
import type { Dependency } from "../../src/model/dependency.ts";
import type { Journey } from "../../src/model/journey.ts";
import { blastRadiusPicture } from "../../src/pictures/blast-radius-picture.ts";
import { dependencyOf, idOf, snapshotOf } from "../support/graph-of.ts";

const QUIET: BlastRadius = {
  origins: [idOf("cache")],
  asOf: Date.UTC(2026, 2, 1, 2, 13),
  hits: [],
  starved: [],
  sources: [],
  blindSpots: [],
};

function hit(chain: string, more: Partial<Hit> = {}): Hit {
  const ids = chain.split(" ").map(idOf);
  const [component = ""] = ids;
  return {
    component,
    state: "down",
    hops: ids.length - 1,
    etaMs: 0,
    chain: ids,
    confidence: 1,
    ...more,
  };
}

function journey(name: string, entry: string): Journey {
  return { id: name, name, entries: [idOf(entry)], currency: "EUR" };
}

function draw(
  arrows: readonly (string | Dependency)[],
  blast: Partial<BlastRadius>,
  more: { journeys?: Journey[]; limit?: number } = {},
): string {
  const dependencies = arrows.map((arrow) =>
    typeof arrow === "string" ? dependencyOf(arrow) : arrow,
  );
  const map = snapshotOf(dependencies, {
    journeys: more.journeys ?? [],
    components: [{ id: idOf("cache") }],
  });
  return blastRadiusPicture(
    map,
    { ...QUIET, ...blast },
    more.limit === undefined ? {} : { limit: more.limit },
  );
}

describe("blastRadiusPicture", () => {
  it("names each component with its state and time in words", () => {
    const dot = draw(["cart -> cache", "web ~> cart"], {
      hits: [hit("cart cache", { etaMs: 6000 }), hit("web cart cache", { state: "degraded" })],
    });

    expect(dot).toMatch(/<b>cache<\/b>.*failed/);
    expect(dot).toMatch(/<b>cart<\/b>.*down after 6 s/);
    expect(dot).toMatch(/<b>web<\/b>.*degraded/);
  });

  it("says how old the map is, and how many are harmed", () => {
    const dot = draw(["cart -> cache"], { hits: [hit("cart cache")] });

    expect(dot).toContain("as of 2026-03-01 02:13 UTC");
    expect(dot).toContain("failed: 1 harmed");
  });

  it("labels what is not a call, and leaves calls bare", () => {
    const dot = draw(["cart -> cache", "report -batch-> cache"], {
      hits: [hit("cart cache"), hit("report cache", { state: "stale" })],
    });

    expect(dot).toMatch(/-> n0 \[.*batch/);
    expect(dot).toMatch(/-> n0 \[\];/);
  });

  it("shows what somebody runs on", () => {
    const dot = draw(["cart -> cache", "cart -> disk"], {
      hits: [hit("cart cache", { state: "degraded", runsOn: idOf("disk") })],
    });

    expect(dot).toMatch(/<b>disk<\/b>.*fallback/);
    expect(dot).toContain("runs on");
  });

  it("shows who is starved apart from who is harmed", () => {
    const dot = draw(["cart -> cache", "cart -> mail"], {
      hits: [hit("cart cache")],
      starved: [{ component: idOf("mail"), etaMs: 0, quietConsumers: [idOf("cart")] }],
    });

    expect(dot).toMatch(/<b>mail<\/b>.*starved.*dashed/);
  });

  it("marks where customers enter", () => {
    const dot = draw(
      ["cart -> cache"],
      { hits: [hit("cart cache")] },
      { journeys: [journey("Buy a ticket", "cart")] },
    );

    expect(dot).toContain("► Buy a ticket");
    expect(dot).toContain("► customers enter here");
  });

  it("keeps the chain to where customers enter, cuts the rest, and counts it", () => {
    const crowd = Array.from({ length: 40 }, (_, number) => `worker-${number}`);
    const dot = draw(
      [...crowd.map((name) => `${name} -> cache`), "cart -> cache", "shop -> cart", "web -> shop"],
      {
        hits: [
          ...crowd.map((name) => hit(`${name} cache`)),
          ...["cart cache", "shop cart cache", "web shop cart cache"].map((chain) => hit(chain)),
        ],
      },
      { journeys: [journey("Buy", "web")], limit: 10 },
    );

    expect(dot.match(/^n\d+ \[/gm)).toHaveLength(10);
    for (const name of ["cart", "shop", "web"]) expect(dot).toContain(`<b>${name}</b>`);
    expect(dot).toContain("<b>+34 more</b>");
    expect(dot).toContain("34 down");
  });

  it("draws no further dependency where there are too many of them", () => {
    const names = ["a", "b", "c", "d", "e"];
    const mesh = names.flatMap((one) => names.map((other) => `${one} -> ${other}`));
    const dot = draw([...mesh, ...names.map((name) => `${name} -> cache`)], {
      hits: names.map((name) => hit(`${name} cache`)),
    });

    expect(dot.match(/^n\d+ -> n\d+/gm)).toHaveLength(names.length);
  });
});

const PIECES = [
  ['"', "\\", "\\N", "<", ">", "&", "]", ";", "}", "/", "\n", "\u0000", "n0"],
  ["<b>", "<img src='x'/>", "<script>", "<<table>", "</td>", "&lt;", "&#60;"],
  ["<!--", "-->", "]]>", '" URL="javascript:x', "\uD800", "\u202E", "\u2028", "\uFFFF"],
].flat();

describe("names from outside", () => {
  const painter = createGraphvizPainter();
  const nasty = fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 20 }),
    fc
      .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 6 })
      .map((parts) => parts.join("")),
  );

  it("are text in the picture, whatever they hold", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(nasty, { minLength: 3, maxLength: 3 }), async (names) => {
        const [origin = "", consumer = "", journeyName = ""] = names;
        const dependency = { ...dependencyOf("a -> b"), consumer, provider: origin };
        const map = snapshotOf([dependency], {
          journeys: [{ id: "j", name: journeyName, entries: [consumer], currency: "EUR" }],
        });
        const chain = [consumer, origin];
        const blast = {
          ...QUIET,
          origins: [origin],
          hits: [{ ...hit("a b"), component: consumer, chain }],
        };

        const svg = await painter.svg(blastRadiusPicture(map, blast));

        expect(svg.match(/<g [^>]*class="node"/g)).toHaveLength(2);
        expect(svg.match(/<g [^>]*class="edge"/g)).toHaveLength(1);
        expect(svg).not.toMatch(/<(script|image|a|foreignObject)\b/i);
      }),
      { numRuns: 150 },
    );
  });

  it("look as they are written", async () => {
    const name = `a&amp;<b>"\\N`;
    const map = snapshotOf([], { components: [{ id: name }] });

    const svg = await painter.svg(blastRadiusPicture(map, { ...QUIET, origins: [name] }));

    expect(svg).toContain("a&amp;amp;&lt;b&gt;&quot;\\N");
  });
});
