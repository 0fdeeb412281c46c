import { readdirSync, readFileSync } from "node:fs";
import type {
  ConfigMap,
  Namespace,
  Secret,
  Service,
  ServiceAccount,
} from "kubernetes-types/core/v1.js";
import type { StatefulSet } from "kubernetes-types/apps/v1.js";
import type { NetworkPolicy } from "kubernetes-types/networking/v1.js";
import type { PodDisruptionBudget } from "kubernetes-types/policy/v1.js";
import { parse, parseAllDocuments } from "yaml";

export const FOLDER = "deploy/kubernetes/";

/** The kinds that we ship, and where Kubernetes' types have them. */
export const KINDS = {
  Namespace: "core/v1",
  ServiceAccount: "core/v1",
  ConfigMap: "core/v1",
  Secret: "core/v1",
  Service: "core/v1",
  StatefulSet: "apps/v1",
  PodDisruptionBudget: "policy/v1",
  NetworkPolicy: "networking/v1",
} as const;

interface Kinds {
  Namespace: Namespace;
  ServiceAccount: ServiceAccount;
  ConfigMap: ConfigMap;
  Secret: Secret;
  Service: Service;
  StatefulSet: StatefulSet;
  PodDisruptionBudget: PodDisruptionBudget;
  NetworkPolicy: NetworkPolicy;
}

/** One Kubernetes object and the file that it stands in. */
export interface Manifest {
  readonly file: string;
  readonly kind: string;
  readonly body: unknown;
}

export const files = readdirSync(FOLDER).filter((file) => file.endsWith(".yaml"));

export const kustomization = parse(read("kustomization.yaml")) as {
  readonly resources: readonly string[];
  readonly images: readonly { readonly name: string }[];
};

/** Every object of every file but the kustomization. */
export const manifests: readonly Manifest[] = files
  .filter((file) => file !== "kustomization.yaml")
  .flatMap((file) =>
    parseAllDocuments(read(file)).map((document) => {
      const body = document.toJS() as { kind: string };
      return { file, kind: body.kind, body };
    }),
  );

export function read(file: string): string {
  return readFileSync(FOLDER + file, "utf8");
}

/** The only object of a kind, or the first. */
export function the<Kind extends keyof Kinds>(kind: Kind): Kinds[Kind] {
  const found = manifests.find((manifest) => manifest.kind === kind);
  if (!found) throw new Error(`there is no ${kind} in ${FOLDER}`);
  return found.body as Kinds[Kind];
}
