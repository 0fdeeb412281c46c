import { z } from "zod";
import type { ComponentKind } from "../../../model/component.ts";
import { Named, PodTemplate, type Container } from "./manifest.ts";
import { flavourOfImage, flavourOfPort, type Flavour } from "./flavour.ts";
import { longestGapMs } from "./longest-gap.ts";
import type { Resource } from "./read-resources.ts";

/** A container and where it stands in its object. */
export interface PlacedContainer {
  readonly container: Container;
  readonly path: readonly PropertyKey[];
}

/** Something that runs pods: one component. */
export interface Workload {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
  readonly pod: PodTemplate;
  readonly podPath: readonly PropertyKey[];
  readonly labels: Readonly<Record<string, string>>;
  readonly containers: readonly PlacedContainer[];
  readonly kind: ComponentKind;
  /** Well-known software; undefined for anybody's own. */
  readonly flavour?: Flavour | undefined;
  /** For a CronJob: the longest time between two runs. */
  readonly batchIntervalMs?: number | undefined;
}

const POD_PATH: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
};
const SIDECAR =
  /(^|\/)(proxyv2|istio-proxy|linkerd-proxy|envoy|cloud-?sql-?proxy|gce-proxy|consul-dataplane)\b/;

/** Does the object make pods? Known kinds do, and so does anything with a pod template (Argo Rollouts, Knative). */
export function makesPods({ kind, value }: Resource): boolean {
  if (/^(Pod|CronJob|Deployment|StatefulSet|DaemonSet|ReplicaSet|Job)$/.test(kind)) return true;
  const { data } = z
    .object({ spec: z.object({ template: z.object({ spec: z.object({}) }) }) })
    .safeParse(value);
  return kind !== "PodTemplate" && data !== undefined && "containers" in podSpecOf(value);
}

/** Reads an object that makes pods, or tells what in it is not as Kubernetes has it. */
export function readWorkload(resource: Resource): Workload | z.ZodError {
  const named = Named.safeParse(resource.value);
  if (!named.success) return named.error;
  const podPath = POD_PATH[resource.kind] ?? ["spec", "template"];
  const pod = PodTemplate.safeParse(at(resource.value, podPath));
  if (!pod.success) {
    const issues = pod.error.issues.map((issue) => ({
      ...issue,
      path: [...podPath, ...issue.path],
    }));
    return new z.ZodError(issues);
  }
  const { metadata } = named.data;
  const { spec } = pod.data;
  const placed = (list: "containers" | "initContainers") =>
    spec[list].map((container, index) => ({ container, path: [...podPath, "spec", list, index] }));
  const flavour = flavourOf(spec.containers);
  const schedule = at(resource.value, ["spec", "schedule"]);
  return {
    resource,
    name: metadata.name,
    namespace: metadata.namespace ?? "default",
    pod: pod.data,
    podPath,
    labels: pod.data.metadata?.labels ?? metadata.labels,
    containers: [...placed("initContainers"), ...placed("containers")],
    kind: kindOf(resource, pod.data, flavour),
    flavour,
    batchIntervalMs:
      resource.kind === "CronJob" && typeof schedule === "string"
        ? longestGapMs(schedule)
        : undefined,
  };
}

function kindOf({ kind, value }: Resource, pod: PodTemplate, flavour?: Flavour): ComponentKind {
  if (kind === "Job" || kind === "CronJob") return "job";
  // A Redis with a disk of its own is there to keep things, not to make them quick.
  const claims = at(value, ["spec", "volumeClaimTemplates"]);
  const keeps =
    (Array.isArray(claims) && claims.length > 0) ||
    pod.spec.volumes.some(({ persistentVolumeClaim }) => persistentVolumeClaim !== undefined);
  if (flavour?.kind === "cache" && keeps) return "datastore";
  return flavour?.kind ?? "service";
}

function flavourOf(containers: readonly Container[]): Flavour | undefined {
  const main = containers.find(({ image }) => !SIDECAR.test(image ?? "")) ?? containers[0];
  if (!main) return undefined;
  const [port] = main.ports;
  return flavourOfImage(main.image ?? "") ?? flavourOfStoragePort(port?.containerPort);
}

/** Anybody may listen on 9411; who listens on 5432 is a database. */
function flavourOfStoragePort(port: number | undefined): Flavour | undefined {
  const flavour = flavourOfPort(port);
  return flavour && ["datastore", "cache", "queue"].includes(flavour.kind) ? flavour : undefined;
}

function podSpecOf(value: unknown): object {
  const spec = at(value, ["spec", "template", "spec"]);
  return typeof spec === "object" && spec !== null ? spec : {};
}

function at(value: unknown, path: readonly string[]): unknown {
  let inner = value;
  for (const step of path) {
    if (typeof inner !== "object" || inner === null) return undefined;
    inner = (inner as Record<string, unknown>)[step];
  }
  return inner;
}
