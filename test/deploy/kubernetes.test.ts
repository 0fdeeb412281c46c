import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Container, PodSpec } from "kubernetes-types/core/v1.js";
import { createKubernetesSource } from "../../src/adapters/sources/kubernetes/kubernetes-source.ts";
import { readConfig } from "../../src/config.ts";
import { Environment, SECRETS } from "../../src/environment.ts";
import { nameOf } from "../../src/model/component.ts";
import { answeringRoutes } from "./answering-routes.ts";
import { typeErrors } from "./check-types.ts";
import { files, FOLDER, kustomization, manifests, read, the } from "./kubernetes-manifests.ts";

const replicas = the("StatefulSet").spec;
const template = replicas?.template;
const pod = template?.spec as PodSpec;
const container = pod.containers[0] as Container;
const labels = template?.metadata?.labels ?? {};
const secret = the("Secret");

describe("the manifests", () => {
  it("are what Kubernetes' own types allow, and the check finds what they do not", async () => {
    const misspelt = structuredClone(the("StatefulSet")) as { spec: { minReadySecond?: number } };
    misspelt.spec.minReadySecond = 1;
    const wrong = structuredClone(the("StatefulSet")) as { spec: { replicas: unknown } };
    wrong.spec.replicas = "two";
    const missing = structuredClone(the("StatefulSet")) as { spec: { selector?: unknown } };
    delete missing.spec.selector;
    const planted = Object.entries({ misspelt, wrong, missing }).map(([file, body]) => ({
      file,
      kind: "StatefulSet",
      body,
    }));

    const errors = await typeErrors([...manifests, ...planted]);

    expect(manifests.length).toBeGreaterThan(7);
    expect(new Set(errors.map((error) => error.split(":")[0]))).toEqual(
      new Set(["misspelt", "wrong", "missing"]),
    );
  }, 30_000);

  it("are all applied together, but for the example of a secret", () => {
    const others = files.filter(
      (file) => !["kustomization.yaml", "secret.example.yaml"].includes(file),
    );

    expect(kustomization.resources.toSorted()).toEqual(others.toSorted());
    expect(kustomization.images.map(({ name }) => name)).toEqual([container.image]);
  });

  it("hold no secret, and name no host of anybody's", () => {
    expect(Object.values(secret.stringData ?? {}).every((value) => value === "REPLACE-ME")).toBe(
      true,
    );
    const settings = [
      ...Object.keys(the("ConfigMap").data ?? {}),
      ...environmentOf(container).keys(),
    ];
    const open = settings.filter((name) => SECRETS.some((one) => one === name));
    expect(open).toEqual([]);
  });

  it("select the pods that they are about", () => {
    const services = manifests.filter(({ kind }) => kind === "Service");
    const selectors = [
      replicas?.selector.matchLabels,
      the("PodDisruptionBudget").spec?.selector?.matchLabels,
      the("NetworkPolicy").spec?.podSelector.matchLabels,
      ...(pod.topologySpreadConstraints ?? []).map((one) => one.labelSelector?.matchLabels),
      ...services.map(({ body }) => (body as { spec: { selector: object } }).spec.selector),
    ];

    expect(services.length + (pod.topologySpreadConstraints?.length ?? 0)).toBe(4);
    for (const selector of selectors) expect(selector).toEqual(labels);
  });

  it("let a drain take one of two replicas, not both", () => {
    const budget = the("PodDisruptionBudget").spec;

    expect(replicas?.replicas).toBe(2);
    expect(budget?.minAvailable).toBe(1);
  });

  it("give each replica a volume that outlives it", () => {
    expect(replicas?.volumeClaimTemplates?.map(({ metadata }) => metadata?.name)).toEqual(["data"]);
    expect(replicas?.persistentVolumeClaimRetentionPolicy).toEqual({
      whenDeleted: "Retain",
      whenScaled: "Retain",
    });
  });

  it("name only Services and accounts that are there", () => {
    const named = (kind: string) =>
      manifests
        .filter((one) => one.kind === kind)
        .map(({ body }) => (body as { metadata: { name: string } }).metadata.name);

    expect(named("Service")).toContain(replicas?.serviceName);
    expect(named("ServiceAccount")).toEqual([pod.serviceAccountName]);
    expect(container.envFrom?.map(({ configMapRef }) => configMapRef?.name)).toEqual(
      named("ConfigMap"),
    );
  });
});

describe("the configuration of a replica", () => {
  const values = { ...the("ConfigMap").data, ...Object.fromEntries(environmentOf(container)) };

  it("has only variables that depmap reads", () => {
    const known = new Set([
      ...Object.keys(Environment.shape),
      ...SECRETS.map((name) => `${name}_FILE`),
    ]);

    expect(Object.keys(values).length).toBeGreaterThan(10);
    expect(Object.keys(values).filter((name) => !known.has(name))).toEqual([]);
  });

  it("is one that depmap starts with, over Neo4j, under its pod's name", () => {
    const config = readConfig(values, () => "from a file");

    expect(config).toMatchObject({ DEPMAP_HOST: "0.0.0.0", DEPMAP_REPLICA: "metadata.name" });
    expect(config.NEO4J_URI).toMatch(/^neo4j:\/\//);
    const given = SECRETS.filter((name) => config[name] !== undefined);
    expect(given).toEqual([
      "PAGERDUTY_TOKEN",
      "PAGERDUTY_WEBHOOK_SECRETS",
      "NEO4J_PASSWORD",
      "SLACK_BOT_TOKEN",
      "SLACK_APP_TOKEN",
    ]);
  });

  it("reads each secret from a file that the example of a secret fills", () => {
    const paths = Object.entries(values).filter(([name]) => name.endsWith("_FILE"));
    const mount = container.volumeMounts?.find(({ name }) => name === "secrets");
    const volume = pod.volumes?.find(({ name }) => name === "secrets");

    expect(volume?.secret?.secretName).toBe(secret.metadata?.name);
    expect(new Set(paths.map(([, path]) => path))).toEqual(
      new Set(Object.keys(secret.stringData ?? {}).map((key) => `${mount?.mountPath}/${key}`)),
    );
  });

  it("is not spoilt by variables that the cluster makes of Services", () => {
    // A Service named depmap would set DEPMAP_PORT to tcp://….
    expect(pod.enableServiceLinks).toBe(false);
  });
});

describe("a replica's pod", () => {
  it("asks routes that answer, on the port that it listens on", async () => {
    const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe];

    const answered = await answeringRoutes(probes.map((probe) => probe?.httpGet?.path ?? ""));

    expect(probes.map((probe) => probe?.httpGet?.path)).toEqual([
      "/healthz",
      "/healthz",
      "/readyz",
    ]);
    expect(answered).toEqual([true, true, true]);
    const [port] = container.ports ?? [];
    expect(String(port?.containerPort)).toBe(environmentOf(container).get("DEPMAP_PORT"));
    for (const probe of probes) expect(probe?.httpGet?.port).toBe(port?.name);
  });

  it("runs as the image's user, with nothing that it does not need", () => {
    const user = Number(/^USER (\d+)/m.exec(readFileSync("Dockerfile", "utf8"))?.[1]);

    expect(pod.securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      fsGroup: user,
      seccompProfile: { type: "RuntimeDefault" },
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    expect([
      pod.automountServiceAccountToken,
      the("ServiceAccount").automountServiceAccountToken,
    ]).toEqual([false, false]);
  });

  it("writes to its data folder and to /tmp, and nowhere else", () => {
    const writable = container.volumeMounts?.filter(({ readOnly }) => readOnly !== true);

    expect(new Set(writable?.map(({ mountPath }) => mountPath))).toEqual(
      new Set([environmentOf(container).get("DEPMAP_DATA_DIR"), "/tmp"]),
    );
  });
});

/** A Neo4j where the settings say that there is one. */
const NEO4J = `
apiVersion: v1
kind: Service
metadata: { name: neo4j, namespace: graph }
spec: { selector: { app: neo4j }, ports: [{ port: 7687 }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: graph-server, namespace: graph }
spec:
  template:
    metadata: { labels: { app: neo4j } }
    spec: { containers: [{ name: neo4j, image: "neo4j:5.26-community" }] }
`;

it("are a map that depmap reads of itself", () => {
  const own = kustomization.resources.map((file) => ({ path: FOLDER + file, text: read(file) }));
  const neo4j = { path: "neo4j.yaml", text: NEO4J };

  const [found] = createKubernetesSource().read([...own, neo4j], { environment: "prod" });

  const facts = found?.claims.map(({ fact }) => fact) ?? [];
  const arrows = facts.flatMap((fact) =>
    fact.type === "dependency"
      ? [`${nameOf(fact.dependency.consumer)} -> ${nameOf(fact.dependency.provider)}`]
      : [],
  );
  expect(found?.skipped).toEqual([]);
  expect(arrows).toEqual(["depmap -> graph-server", "depmap -> api.pagerduty.com"]);
});

/** What the container sets by itself, and `metadata.name` for what comes from there. */
function environmentOf({ env = [] }: Container): ReadonlyMap<string, string> {
  return new Map(
    env.map(({ name, value, valueFrom }) => [name, value ?? valueFrom?.fieldRef?.fieldPath ?? ""]),
  );
}
