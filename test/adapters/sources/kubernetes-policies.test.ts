import { expect, it } from "vitest";
import { readManifests, served, workload, type Manifest } from "./manifests.ts";

function policy(spec: Manifest, namespace?: string): Manifest {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "rules", namespace },
    spec,
  };
}
const pods = (app: string) => ({ podSelector: { matchLabels: { app } } });

it("reads who is let in by name as a weak sign of use", () => {
  const { dependencies, textAt } = readManifests(
    workload("ledger"),
    workload("till"),
    policy({ ...pods("ledger"), ingress: [{ from: [pods("till")] }] }),
  );

  expect(dependencies).toHaveLength(1);
  expect(dependencies[0]).toMatchObject({
    consumer: "prod/default/till",
    provider: "prod/default/ledger",
    confidence: 0.6,
  });
  expect(dependencies[0]?.evidence.map(textAt)).toEqual(["- podSelector:"]);
});

it("reads who may be talked to the other way round", () => {
  const { arrows } = readManifests(
    workload("ledger"),
    workload("till"),
    policy({ ...pods("till"), egress: [{ to: [pods("ledger")], ports: [{ port: 5432 }] }] }),
  );

  expect(arrows).toEqual(["till -call> ledger"]);
});

it("finds a peer in another namespace by that namespace's name", () => {
  const peer = {
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "shop" } },
    ...pods("till"),
  };
  const { arrows } = readManifests(
    workload("ledger", { namespace: "money" }),
    workload("till", { namespace: "shop" }),
    workload("till", { namespace: "money" }),
    policy({ ...pods("ledger"), ingress: [{ from: [peer] }] }, "money"),
  );

  expect(arrows).toEqual(["shop/till -call> money/ledger"]);
});

it("adds its line to a dependency that is known, rather than another dependency", () => {
  const { dependencies } = readManifests(
    ...served("sessions", { container: { image: "redis" } }),
    workload("till", { env: { SESSIONS: "sessions:6379" } }),
    policy({ ...pods("sessions"), ingress: [{ from: [pods("till")] }] }),
  );

  expect(dependencies).toHaveLength(1);
  expect(dependencies[0]).toMatchObject({ coupling: "cache", confidence: 0.9 });
  expect(dependencies[0]?.evidence).toHaveLength(2);
});

it.each([
  ["lets nobody in", { podSelector: {}, policyTypes: ["Ingress", "Egress"] }],
  ["lets everybody in", { ...pods("ledger"), ingress: [{}] }],
  ["lets in all pods", { ...pods("ledger"), ingress: [{ from: [{ podSelector: {} }] }] }],
  [
    "lets in a network",
    { ...pods("ledger"), ingress: [{ from: [{ ipBlock: { cidr: "10.0.0.0/8" } }] }] },
  ],
])("says nothing when a rule %s", (_, spec) => {
  expect(readManifests(workload("ledger"), workload("till"), policy(spec)).arrows).toEqual([]);
});
