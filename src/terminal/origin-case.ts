import { readFile } from "node:fs/promises";
import { z } from "zod";
import { probableOrigin } from "../analysis/probable-origin.ts";
import { metricMeaning } from "../model/metric-meaning.ts";
import type { Component, ComponentKind } from "../model/component.ts";
import type { Dependency } from "../model/dependency.ts";
import { messageOf } from "../model/errors.ts";
import { Severity } from "../model/incident.ts";
import { buildSnapshot, type Snapshot } from "../model/snapshot/snapshot.ts";

const Name = z.string().min(1).max(1000);
const When = z.union([z.number(), z.iso.datetime({ offset: true }).transform(Date.parse)]);

/**
 * A recorded incident: a graph, what paged, and the alerts.
 *
 * `from` depends on `to`. Of an alert nothing is read that a pager does not carry: no numeric score.
 */
export const OriginCase = z.object({
  id: z.string().min(1),
  graph: z.object({
    services: z.array(Name),
    dependencies: z.array(z.object({ from: Name, to: Name })),
  }),
  symptom: z.object({ service: Name.nullish(), metric: z.string().nullish() }).nullish(),
  alerts: z.array(
    z.object({ service: Name, severity: Severity, metric: z.string().nullish(), at: When }),
  ),
});
export type OriginCase = z.infer<typeof OriginCase>;

/** Words in a name by which load balancers, proxies and remote ends of calls are known. */
const RELAY =
  /(?<![a-z])(?:elb|alb|nlb|slb|lb|load-?balancer|proxy|haproxy|gateway|ingress|ingressgateway|envoy|remote)(?![a-z])/i;

/**
 * Ranks the origin of each recorded incident and prints one line of JSON per case.
 *
 * A file that is no case gets a complaint, and the rest go on; the exit code is then 1.
 */
export async function originCases(
  files: readonly string[],
  print: (line: string) => void,
  complain: (line: string) => void = () => undefined,
): Promise<number> {
  let exitCode = 0;
  for (const file of files) {
    try {
      print(JSON.stringify(originOf(OriginCase.parse(JSON.parse(await readFile(file, "utf8"))))));
    } catch (fault) {
      const why = fault instanceof z.ZodError ? z.prettifyError(fault) : messageOf(fault);
      complain(`cannot read the case ${file}: ${why.replaceAll(/\s+/g, " ")}`);
      exitCode = 1;
    }
  }
  return exitCode;
}

/** The answer to one case, with the case's own names. */
export function originOf({ id, graph, symptom, alerts }: OriginCase) {
  const { verdict, candidates } = probableOrigin(snapshotOf(graph, alerts), {
    alerts: alerts.map(({ service, severity, metric, at }) => ({
      component: service,
      severity,
      at,
      ...metricMeaning(metric ?? ""),
    })),
    symptom: {
      component: symptom?.service ?? undefined,
      kind: symptom?.metric ? metricMeaning(symptom.metric).kind : undefined,
    },
  });
  return { id, candidates, verdict };
}

function snapshotOf(graph: OriginCase["graph"], alerts: OriginCase["alerts"]): Snapshot {
  const names = new Set([
    ...graph.services,
    ...graph.dependencies.flatMap(({ from, to }) => [from, to]),
    ...alerts.map(({ service }) => service),
  ]);
  const components = [...names].map((name): Component => ({
    id: name,
    kind: kindOf(name),
    aliases: [],
    pagerdutyServiceIds: [],
  }));
  const dependencies = graph.dependencies.map(({ from, to }): Dependency => ({
    consumer: from,
    provider: to,
    coupling: "call",
    strength: "hard",
    state: "observed",
    confidence: 1,
    firstSeen: 0,
    lastSeen: 0,
    provenance: [],
  }));
  return buildSnapshot(components, dependencies, { asOf: 0, version: 1 });
}

function kindOf(name: string): ComponentKind {
  return RELAY.test(name) ? "gateway" : "service";
}
