import { stringify } from "yaml";
import { createKubernetesSource } from "../../../src/adapters/sources/kubernetes/kubernetes-source.ts";
import type { Claim } from "../../../src/model/assertion.ts";
import type { DependencyClaim } from "../../../src/model/dependency.ts";
import type { Skipped } from "../../../src/ports/graph-source.ts";

/** A Kubernetes object in the making. */
export type Manifest = Record<string, unknown>;

interface PodOptions {
  readonly kind?: string;
  readonly namespace?: string;
  readonly env?: Readonly<Record<string, unknown>>;
  readonly container?: Manifest;
  readonly pod?: Manifest;
  readonly labels?: Readonly<Record<string, string>>;
  readonly spec?: Manifest;
}

/** A workload whose pods carry the label `app: NAME`; `env` values that are no texts go in as `valueFrom`. */
export function workload(name: string, options: PodOptions = {}): Manifest {
  const { kind = "Deployment", namespace, env = {}, container, pod, labels, spec } = options;
  const variables = Object.entries(env).map(([key, value]) =>
    typeof value === "string" ? { name: key, value } : { name: key, valueFrom: value },
  );
  const template = {
    metadata: { labels: labels ?? { app: name } },
    spec: {
      containers: [{ name, image: `shop/${name}:1`, env: variables, ...container }],
      ...pod,
    },
  };
  const inner = kind === "CronJob" ? { jobTemplate: { spec: { template } } } : { template };
  return {
    apiVersion: "apps/v1",
    kind,
    metadata: { name, namespace },
    spec: { ...inner, ...spec },
  };
}

/** A Service over the pods with the label `app: NAME`. */
export function service(name: string, namespace?: string, spec: Manifest = {}): Manifest {
  const all = { selector: { app: name }, ports: [{ port: 80 }], ...spec };
  return { apiVersion: "v1", kind: "Service", metadata: { name, namespace }, spec: all };
}

/** A workload and the Service over it. */
export function served(name: string, options: PodOptions = {}): Manifest[] {
  return [workload(name, options), service(name, options.namespace)];
}

/** Objects as one file of several documents. */
export function yamlOf(...manifests: readonly Manifest[]): string {
  return manifests.map((manifest) => stringify(manifest)).join("---\n");
}

/** What the reader makes of objects: `a -call> b` for each dependency, `kind name` for each component. */
export function readManifests(...manifests: readonly Manifest[]): Read {
  return readText(yamlOf(...manifests));
}

/** The same of a text, as the file `all.yaml`. */
export function readText(text: string): Read {
  const [found] = createKubernetesSource().read([{ path: "all.yaml", text }], {
    environment: "prod",
  });
  const claims = found?.claims ?? [];
  const dependencies = claims.flatMap((claim) =>
    claim.fact.type === "dependency" ? [{ ...claim, ...claim.fact.dependency }] : [],
  );
  return {
    claims,
    dependencies,
    arrows: dependencies.map(
      ({ consumer, coupling, provider }) => `${short(consumer)} -${coupling}> ${short(provider)}`,
    ),
    components: claims.flatMap(({ fact }) =>
      fact.type === "component" ? [`${fact.component.kind} ${short(fact.component.id)}`] : [],
    ),
    skipped: found?.skipped ?? [],
    textAt: (place) => text.split("\n")[Number(place.split(":")[1]) - 1]?.trim() ?? "",
  };
}

interface Read {
  readonly claims: readonly Claim[];
  readonly dependencies: readonly (Claim & DependencyClaim)[];
  readonly arrows: readonly string[];
  readonly components: readonly string[];
  readonly skipped: readonly Skipped[];
  /** The line of `all.yaml` that a place such as `all.yaml:7` means. */
  readonly textAt: (place: string) => string;
}

/** `prod/default/web` is `web`; other namespaces stay. */
function short(id: string): string {
  return id.replace(/^prod\//, "").replace(/^default\//, "");
}
