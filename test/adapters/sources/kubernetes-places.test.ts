import { expect, it } from "vitest";
import { readManifests, readText, served, service, workload, yamlOf } from "./manifests.ts";

const settings = (name: string, data: Record<string, string>, kind = "ConfigMap") => ({
  apiVersion: "v1",
  kind,
  metadata: { name },
  data,
});

it("follows a variable to its ConfigMap and gives both lines", () => {
  const { dependencies, textAt } = readManifests(
    settings("hosts", { ledger: "ledger:80" }),
    ...served("ledger"),
    workload("till", { env: { L: { configMapKeyRef: { name: "hosts", key: "ledger" } } } }),
  );

  expect(dependencies.map(({ evidence }) => evidence.map(textAt))).toEqual([
    ["ledger: ledger:80", "valueFrom:"],
  ]);
});

it("takes all of a ConfigMap that is brought in whole", () => {
  const { arrows } = readManifests(
    settings("hosts", { LEDGER_URL: "http://ledger", MODE: "fast" }),
    ...served("ledger"),
    workload("till", { container: { envFrom: [{ configMapRef: { name: "hosts" } }] } }),
  );

  expect(arrows).toEqual(["till -call> ledger"]);
});

it("says that a ConfigMap is not there", () => {
  const { skipped } = readManifests(
    workload("till", { container: { envFrom: [{ configMapRef: { name: "hosts" } }] } }),
  );

  expect(skipped.map(({ why }) => why)).toEqual([
    "ConfigMap `hosts` is not among these manifests: what it sets is not known",
  ]);
});

it("reads host names, and nothing else, out of a Secret", () => {
  const url = Buffer.from("postgres://anna:hunter2@ledger-db:5432/x").toString("base64");
  const read = readManifests(
    settings("db", { url }, "Secret"),
    ...served("ledger-db", { container: { image: "postgres:16" } }),
    workload("ledger", { env: { DATABASE_URL: { secretKeyRef: { name: "db", key: "url" } } } }),
  );

  expect(read.arrows).toEqual(["ledger -call> ledger-db"]);
  expect(JSON.stringify(read)).not.toMatch(/anna|hunter2/);
});

it("expands references to other variables, as Kubernetes and as a shell does", () => {
  const { arrows } = readManifests(
    ...served("ledger"),
    ...served("stock"),
    workload("till", {
      env: { HOST: "ledger", PORT: "80", URL: "http://$(HOST):$(PORT)/", STOCK: "stock" },
      container: { command: ["sh", "-c", "wget http://${STOCK}:8080"] },
    }),
  );

  expect(arrows).toEqual(["till -call> ledger", "till -call> stock"]);
});

it("ends on variables that refer to each other without end", () => {
  const env = { A: "$(B)$(B)$(B)$(B)$(B)$(B)$(B)$(B)", B: "$(A)$(A)$(A)$(A)$(A)$(A)$(A)$(A)" };

  expect(readManifests(workload("till", { env })).arrows).toEqual([]);
});

it("reads flags of commands and arguments, also of init containers", () => {
  const { arrows } = readManifests(
    ...served("ledger"),
    ...served("stock"),
    ...served("tax"),
    workload("till", {
      container: { args: ["--ledger-addr=ledger", "--tax-url", "http://tax"] },
      pod: { initContainers: [{ name: "wait", command: ["wait-for", "stock:80"] }] },
    }),
  );

  expect(arrows.toSorted()).toEqual(["till -call> ledger", "till -call> stock", "till -call> tax"]);
});

it("reads mounted files line by line, comments left out, and is less sure of them", () => {
  const file = "# was: tax:80\nroutes:\n  - to: ledger:80\n    docs: https://docs.shop.example\n";
  const { dependencies, textAt } = readManifests(
    settings("routes", { "routes.yaml": file }),
    ...served("ledger"),
    ...served("tax"),
    workload("door", { pod: { volumes: [{ name: "v", configMap: { name: "routes" } }] } }),
  );

  expect(dependencies).toHaveLength(1);
  expect(dependencies[0]).toMatchObject({
    consumer: "prod/default/door",
    provider: "prod/default/ledger",
    confidence: 0.7,
  });
  expect(dependencies[0]?.evidence.map(textAt)).toEqual(["- to: ledger:80"]);
});

it("gives several Services over one workload as other names of one component", () => {
  const { claims, components } = readManifests(
    ...served("web"),
    service("web-public", undefined, { selector: { app: "web" } }),
  );

  expect(components).toEqual(["service web"]);
  expect(claims[0]?.fact).toMatchObject({ component: { aliases: ["web-public"] } });
});

it("takes several workloads behind one Service for stand-ins of each other", () => {
  const { dependencies } = readManifests(
    service("prices"),
    workload("prices-v1", { labels: { app: "prices" } }),
    workload("prices-v2", { labels: { app: "prices" } }),
    workload("till", { env: { URL: "http://prices" } }),
  );

  expect(dependencies.map(({ provider, redundancyGroup }) => [provider, redundancyGroup])).toEqual([
    ["prod/default/prices-v1", { name: "prices", needed: 1 }],
    ["prod/default/prices-v2", { name: "prices", needed: 1 }],
  ]);
});

it("makes a component of a Service that selects nothing here", () => {
  const { arrows, components } = readManifests(
    service("store", undefined, { ports: [{ port: 5432 }] }),
    workload("till", { env: { DB: "store:5432" } }),
  );

  expect(components).toEqual(["service till", "datastore store"]);
  expect(arrows).toEqual(["till -call> store"]);
});

it("makes no dependency of a component on itself", () => {
  const { arrows } = readManifests(
    service("prices"),
    workload("prices-v1", { labels: { app: "prices" }, env: { ME: "http://prices:80" } }),
    workload("prices-v2", { labels: { app: "prices" } }),
  );

  expect(arrows).toEqual([]);
});

it("keeps apart a CronJob and a Deployment of one name", () => {
  const { components, arrows } = readManifests(
    ...served("rates"),
    workload("rates", { kind: "CronJob", env: { URL: "http://rates" }, labels: {} }),
  );

  expect(components).toEqual(["service rates", "job rates-cronjob"]);
  expect(arrows).toEqual(["rates-cronjob -call> rates"]);
});

it("gives the dependencies of a CronJob the longest time between two runs", () => {
  const { dependencies } = readManifests(
    ...served("ledger"),
    workload("export", {
      kind: "CronJob",
      env: { URL: "http://ledger" },
      spec: { schedule: "0 3 * * mon-fri" },
    }),
  );

  expect(dependencies[0]).toMatchObject({ batchIntervalMs: 72 * 3_600_000 });
});

it("reads an Ingress as a gateway to its backends", () => {
  const backend = { service: { name: "web", port: { number: 80 } } };
  const { arrows, components } = readManifests(...served("web", { namespace: "edge" }), {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name: "web", namespace: "edge" },
    spec: { defaultBackend: backend, rules: [{ http: { paths: [{ path: "/", backend }] } }] },
  });

  expect(components).toEqual(["service edge/web", "gateway edge/web-ingress"]);
  expect(arrows).toEqual(["edge/web-ingress -call> edge/web"]);
});

it("binds a workload to the one zone it must run in, and to none when it may choose", () => {
  const one = { nodeSelector: { "topology.kubernetes.io/zone": "west-1" } };
  const term = {
    matchExpressions: [
      { key: "topology.kubernetes.io/zone", operator: "In", values: ["west-1", "west-2"] },
    ],
  };
  const required = {
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] },
  };
  const { arrows, components } = readManifests(
    workload("ledger-db", { pod: one }),
    workload("till", { pod: { affinity: { nodeAffinity: required } } }),
  );

  expect(arrows).toEqual(["ledger-db -runs-on> zone/west-1"]);
  expect(components).toContain("zone zone/west-1");
});

it.each([
  ["postgres:16", "datastore", "call"],
  ["bitnami/kafka:3", "queue", "event"],
  ["registry.shop.example:5000/mirror/valkey@sha256:0", "cache", "cache"],
  ["quay.io/keycloak/keycloak:26", "identity-provider", "identity"],
  ["otel/opentelemetry-collector-contrib:0.1", "service", "telemetry"],
  ["minio/minio", "datastore", "file"],
  ["prom/mysqld-exporter", "service", "call"],
  ["shop/kafka-consumer", "service", "call"],
  ["shop/ledger", "service", "call"],
])("knows the image %s as a %s, used by %s", (image, kind, coupling) => {
  const { arrows, components } = readManifests(
    ...served("thing", { container: { image } }),
    workload("till", { env: { THING_ADDR: "thing:7777" } }),
  );

  expect(components[0]).toBe(`${kind} thing`);
  expect(arrows).toEqual([`till -${coupling}> thing`]);
});

it("calls a Redis with a disk of its own a datastore", () => {
  const { components } = readManifests(
    workload("carts", {
      kind: "StatefulSet",
      container: { image: "redis:7" },
      spec: { volumeClaimTemplates: [{ metadata: { name: "data" } }] },
    }),
  );

  expect(components).toEqual(["datastore carts"]);
});

it("reads any object that makes pods, and names the kinds that it does not read", () => {
  const { arrows, skipped } = readManifests(
    ...served("ledger"),
    {
      ...workload("till", { kind: "Rollout", env: { L: "ledger:80" } }),
      apiVersion: "argoproj.io/v1",
    },
    { apiVersion: "shop.example/v1", kind: "Discount", metadata: { name: "d" } },
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "till" } },
  );

  expect(arrows).toEqual(["till -call> ledger"]);
  expect(skipped.map(({ why }) => why)).toEqual([
    "depmap does not read Discount (shop.example/v1) yet",
  ]);
});

it("reads the items of a list, with their own lines", () => {
  const { arrows, dependencies, textAt } = readManifests({
    apiVersion: "v1",
    kind: "List",
    items: [...served("ledger"), workload("till", { env: { L: "ledger:80" } })],
  });

  expect(arrows).toEqual(["till -call> ledger"]);
  expect(dependencies[0]?.evidence.map(textAt)).toEqual(["value: ledger:80"]);
});

it("loses nothing but the broken document of a file", () => {
  const [ledger, ledgerService] = served("ledger");
  const { arrows, skipped, textAt } = readText(
    [
      yamlOf(ledger ?? {}),
      "kind: Deployment\nmetadata: {name: 'half\n",
      yamlOf({ ...workload("odd"), spec: { template: { spec: { containers: 7 } } } }),
      "- a list\n",
      "just words\n",
      yamlOf(ledgerService ?? {}, workload("till", { env: { L: "ledger:80" } })),
    ].join("---\n"),
  );

  expect(arrows).toEqual(["till -call> ledger"]);
  expect(skipped.map(({ path }) => textAt(path))).toEqual([
    "metadata: {name: 'half",
    "- a list",
    "just words",
    "containers: 7",
  ]);
});

it("tells how to bring in a Helm template and a Kustomization", () => {
  const helm = "apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Values.name }}\n";
  const recipe = { apiVersion: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization" };

  expect(readText(helm).skipped[0]?.why).toContain("helm template");
  expect(readManifests(recipe).skipped[0]?.why).toContain("kubectl kustomize");
});

it("does not take braces in a text for a Helm template", () => {
  const { skipped } = readManifests(settings("alerts", { mail: "Hello {{ .Name }}" }));

  expect(skipped).toEqual([]);
});
