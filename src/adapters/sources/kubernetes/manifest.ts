import { z } from "zod";

// The fields depmap reads of Kubernetes objects (API reference v1.31), and no more. `null` is what an empty
// key gives in YAML; it means the same as leaving the key out.

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const optional = <Item extends z.ZodType>(item: Item) =>
  item.nullish().transform((value) => value ?? undefined);
const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
const texts = z
  .record(z.string(), text.nullable())
  .nullish()
  .transform(
    (all) =>
      Object.fromEntries(
        Object.entries(all ?? {}).map(([key, value]) => [key, value ?? ""]),
      ) as Readonly<Record<string, string>>,
  );

const Name = z
  .string()
  .max(150)
  .regex(/^[a-z0-9][\w.:-]*$/i, "not a name that Kubernetes takes");
const Metadata = z.object({ name: Name, namespace: optional(Name.max(63)), labels: texts });

/** What every object has. */
export const Named = z.object({ metadata: Metadata });

const KeyRef = z.object({ name: optional(z.string()), key: optional(z.string()) });
const Env = z.object({
  name: z.string(),
  value: optional(text),
  valueFrom: optional(
    z.object({ configMapKeyRef: optional(KeyRef), secretKeyRef: optional(KeyRef) }),
  ),
});
const EnvFrom = z.object({
  prefix: optional(z.string()),
  configMapRef: optional(z.object({ name: optional(z.string()) })),
  secretRef: optional(z.object({ name: optional(z.string()) })),
});

/** One container of a pod. */
export const Container = z.object({
  name: optional(z.string()),
  image: optional(z.string()),
  env: list(Env),
  envFrom: list(EnvFrom),
  command: list(text),
  args: list(text),
  ports: list(z.object({ containerPort: optional(z.number()) })),
});
export type Container = z.infer<typeof Container>;

const VolumeSource = z.object({
  configMap: optional(z.object({ name: optional(z.string()) })),
  persistentVolumeClaim: optional(z.object({})),
  projected: optional(
    z.object({
      sources: list(z.object({ configMap: optional(z.object({ name: optional(z.string()) })) })),
    }),
  ),
});
const NodeTerm = z.object({
  matchExpressions: list(
    z.object({ key: z.string(), operator: optional(z.string()), values: list(text) }),
  ),
});

/** The pods that a workload makes. */
export const PodTemplate = z.object({
  metadata: optional(z.object({ labels: texts })),
  spec: z.object({
    containers: list(Container),
    initContainers: list(Container),
    volumes: list(VolumeSource),
    nodeSelector: texts,
    affinity: optional(
      z.object({
        nodeAffinity: optional(
          z.object({
            requiredDuringSchedulingIgnoredDuringExecution: optional(
              z.object({ nodeSelectorTerms: list(NodeTerm) }),
            ),
          }),
        ),
      }),
    ),
  }),
});
export type PodTemplate = z.infer<typeof PodTemplate>;

export const Service = z.object({
  metadata: Metadata,
  spec: optional(
    z.object({
      type: optional(z.string()),
      selector: texts,
      externalName: optional(z.string()),
      ports: list(z.object({ port: optional(z.number()), targetPort: optional(text) })),
    }),
  ),
});
export type Service = z.infer<typeof Service>;

/** A ConfigMap or a Secret; of a Secret only host names are ever read. */
export const Settings = z.object({ metadata: Metadata, data: texts, stringData: texts });
export type Settings = z.infer<typeof Settings>;

const Backend = z.object({
  service: optional(z.object({ name: Name })),
  /** Before networking.k8s.io/v1. */
  serviceName: optional(Name),
});
export const Ingress = z.object({
  metadata: Metadata,
  spec: optional(
    z.object({
      defaultBackend: optional(Backend),
      rules: list(
        z.object({
          host: optional(z.string()),
          http: optional(z.object({ paths: list(z.object({ backend: Backend })) })),
        }),
      ),
    }),
  ),
});
export type Ingress = z.infer<typeof Ingress>;

/** Which pods, or which namespaces; an empty one means all of them. */
export const LabelSelector = z.object({
  matchLabels: texts,
  matchExpressions: list(
    z.object({ key: z.string(), operator: optional(z.string()), values: list(text) }),
  ),
});
export type LabelSelector = z.infer<typeof LabelSelector>;

const Peer = z.object({
  podSelector: optional(LabelSelector),
  namespaceSelector: optional(LabelSelector),
});
const PolicyPorts = list(z.object({ port: optional(text) }));
export const NetworkPolicy = z.object({
  metadata: Metadata,
  spec: optional(
    z.object({
      podSelector: optional(LabelSelector),
      ingress: list(z.object({ from: list(Peer), ports: PolicyPorts })),
      egress: list(z.object({ to: list(Peer), ports: PolicyPorts })),
    }),
  ),
});
export type NetworkPolicy = z.infer<typeof NetworkPolicy>;
