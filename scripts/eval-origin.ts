import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { OriginCase, originOf } from "../src/terminal/origin-case.ts";

/** A recorded incident with its answer; only the judge sees that. */
const JudgedCase = OriginCase.extend({ dataset: z.string(), truth: z.array(z.string()).min(1) });
type JudgedCase = z.infer<typeof JudgedCase>;

/** A service and how suspect it is; what a ranker leaves out counts as a miss. */
interface Ranked {
  readonly service: string;
  readonly score: number;
}

type Ranker = (given: OriginCase) => readonly Ranked[];

/** What a pager carries: three classes, no figures. */
const WEIGHT = { critical: 20, error: 10, warning: 5, info: 1 } as const;

/**
 * Measures `probableOrigin` on the recorded incidents under `<folder>/origin/cases`, beside simpler rankers that see the
 * same severity classes, and gives the tables as text.
 *
 * Top-1, top-3 and avg@5 are tie-aware: with `b` services above the truth and `g` level with it, the chance to be among
 * the first k is `(k - b) / g`, held between 0 and 1.
 */
export function evalOrigin(folder: string): string {
  const files = globSync("**/*.json", { cwd: join(folder, "origin/cases") }).toSorted();
  const cases = files.map((file) =>
    JudgedCase.parse(JSON.parse(readFileSync(join(folder, "origin/cases", file), "utf8"))),
  );
  const datasets = Map.groupBy(cases, ({ dataset }) => dataset);
  const rankers: Record<string, Ranker> = {
    depmap: (given) =>
      originOf(given).candidates.map(({ component, score }) => ({ service: component, score })),
    random: ({ graph }) => graph.services.map((service) => ({ service, score: 0 })),
    "highest severity": (given) => listed(severities(given)),
    "highest severity, paged kind": (given) => listed(severities(ofPagedMetric(given))),
    "PageRank from the alerts": (given) => pageRank(given, "all"),
    "PageRank, alerting only": (given) => pageRank(given, "alerting"),
    "PageRank, alerting, paged kind": (given) => pageRank(ofPagedMetric(given), "alerting"),
  };
  const names = [...datasets].map(([name, { length }]) => `${name} (${length})`);
  const lines = [
    "Probable origin: top-1 / top-3 / avg@5",
    ["".padEnd(32), ...names.map((name) => name.padEnd(22))].join(""),
    ...Object.entries(rankers).map(([name, ranker]) =>
      [
        name.padEnd(32),
        ...[...datasets.values()].map((judged) => figures(judged, ranker).padEnd(22)),
      ].join(""),
    ),
    "",
    "When it says that it knows: cases ranked, and the first right among them",
    ...[...datasets].map(([name, judged]) => `${name.padEnd(32)}${verdicts(judged)}`),
  ];
  return lines.map((line) => line.trimEnd()).join("\n");
}

function figures(cases: readonly JudgedCase[], ranker: Ranker): string {
  const chances = cases.map((judged) => chanceOf(ranker(judged), judged.truth));
  const mean = (k: number) => chances.reduce((sum, chance) => sum + chance(k), 0) / chances.length;
  const avg5 = [1, 2, 3, 4, 5].reduce((sum, k) => sum + mean(k) / 5, 0);
  return [mean(1), mean(3), avg5].map((figure) => figure.toFixed(2)).join(" / ");
}

/** The chance that the truth is among the first k, ties broken by lot. */
function chanceOf(ranked: readonly Ranked[], truth: readonly string[]): (k: number) => number {
  const mine = Math.max(
    ...ranked.filter(({ service }) => truth.includes(service)).map(({ score }) => score),
  );
  const above = ranked.filter(({ score }) => score > mine + 1e-12).length;
  const level = ranked.filter(({ score }) => Math.abs(score - mine) <= 1e-12).length;
  return (k) => (level === 0 ? 0 : Math.min(1, Math.max(0, (k - above) / level)));
}

function verdicts(cases: readonly JudgedCase[]): string {
  const answers = cases.map((judged) => {
    const { verdict, candidates } = originOf(judged);
    return { verdict, right: judged.truth.includes(candidates[0]?.component ?? "") };
  });
  const of = (verdict: string) => answers.filter((answer) => answer.verdict === verdict);
  const right = (verdict: string) => of(verdict).filter((answer) => answer.right).length;
  return (
    `ranked ${of("ranked").length}, right ${right("ranked")}; ` +
    `cannot tell ${of("cannot tell").length}, first right ${right("cannot tell")}`
  );
}

function severities({ alerts }: OriginCase): Map<string, number> {
  const worst = new Map<string, number>();
  for (const { service, severity } of alerts) {
    worst.set(service, Math.max(worst.get(service) ?? 0, WEIGHT[severity]));
  }
  return worst;
}

function ofPagedMetric(given: OriginCase): OriginCase {
  const paged = given.symptom?.metric;
  return paged
    ? { ...given, alerts: given.alerts.filter(({ metric }) => metric === paged) }
    : given;
}

/** Personalised PageRank from consumers to providers, restarting at the alerting services by their severity. */
function pageRank(given: OriginCase, over: "all" | "alerting"): readonly Ranked[] {
  const severity = severities(given);
  const nodes =
    over === "all"
      ? new Set([...given.graph.services, ...severity.keys()])
      : new Set(severity.keys());
  const providers = Map.groupBy(
    given.graph.dependencies.filter(({ from, to }) => nodes.has(from) && nodes.has(to)),
    ({ from }) => from,
  );
  const restart = new Map([...nodes].map((node) => [node, Math.log1p(severity.get(node) ?? 0)]));
  const total = [...restart.values()].reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return [];
  const start = (node: string) => (restart.get(node) ?? 0) / total;

  let rank = new Map([...nodes].map((node) => [node, start(node)]));
  for (let round = 0; round < 100; round += 1) {
    const next = new Map([...nodes].map((node) => [node, 0]));
    let lost = 0;
    for (const [node, mass] of rank) {
      const out = providers.get(node) ?? [];
      if (out.length === 0) lost += mass;
      for (const { to } of out) next.set(to, (next.get(to) ?? 0) + (0.85 * mass) / out.length);
    }
    for (const node of nodes) {
      next.set(node, (next.get(node) ?? 0) + (0.15 + 0.85 * lost) * start(node));
    }
    rank = next;
  }
  return listed(rank);
}

function listed(scores: ReadonlyMap<string, number>): readonly Ranked[] {
  return [...scores].map(([service, score]) => ({ service, score }));
}
