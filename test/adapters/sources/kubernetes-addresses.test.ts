import { describe, expect, it } from "vitest";
import { readManifests, served, service, workload } from "./manifests.ts";

const ledger = served("ledger", { namespace: "money" });

/** The arrows of one consumer in `money` with that variable, beside a ledger. */
function arrowsOf(name: string, value: string): readonly string[] {
  return readManifests(...ledger, workload("till", { namespace: "money", env: { [name]: value } }))
    .arrows;
}

describe("an address in a variable", () => {
  it.each([
    ["LEDGER_ADDR", "ledger:8080"],
    ["LEDGER_ADDR", "ledger.money:8080"],
    ["LEDGER_ADDR", "ledger.money.svc:8080"],
    ["LEDGER_ADDR", "ledger.money.svc.cluster.local.:8080"],
    ["LEDGER_ADDR", "ledger.money.svc.corp.internal:8080"],
    ["LEDGER_ADDR", "LEDGER:8080"],
    ["ANYTHING", "ledger:8080"],
    ["LEDGER_URL", "https://ledger/v1?of=ledger"],
    ["LEDGER_URL", "http://user:pass@word@ledger:80/"],
    ["LEDGER_TARGET", "dns:///ledger:50051"],
    ["LEDGERS", "other-thing,ledger:8080"],
    ["LEDGER_HOST", "ledger"],
    ["ledgerServiceHost", "ledger.money"],
    ["LEDGER_DSN", "host=ledger port=5433 user=till"],
    ["LEDGER_DSN", "till:secret@tcp(ledger:3307)/book"],
    ["LEDGER_DSN", "Server=ledger;Database=book;User Id=till"],
    ["CURL", "curl -fsS http://ledger:8080/healthz"],
  ])("is a call when %s is %s", (name, value) => {
    expect(arrowsOf(name, value)).toEqual(["money/till -call> money/ledger"]);
  });

  it.each([
    ["SERVICE_NAME", "ledger"],
    ["MODE", "ledger"],
    ["LISTEN_ADDR", "ledger:8080"],
    ["TIME", "12:30"],
    ["VERSION", "1.2.3"],
    ["BIND", "0.0.0.0:8080"],
    ["LOCAL_URL", "http://localhost:8080"],
    ["NUMBERED", "http://10.0.0.7:8080"],
    ["FILE_URL", "file://ledger/book"],
    ["PORT_TOO_HIGH", "ledger:99999"],
    ["EMPTY", ""],
    ["NOT_THE_LEDGER", "ledger-old"],
    ["NOT_THE_LEDGER_URL", "http://ledger.example-shop.com.evil"],
  ])("is no call of the ledger when %s is %s", (name, value) => {
    expect(arrowsOf(name, value).filter((arrow) => arrow.endsWith("money/ledger"))).toEqual([]);
  });

  it("is looked up in the consumer's own namespace first", () => {
    const { arrows } = readManifests(
      ...ledger,
      ...served("ledger", { namespace: "test" }),
      workload("till", { namespace: "test", env: { URL: "http://ledger" } }),
    );

    expect(arrows).toEqual(["test/till -call> test/ledger"]);
  });

  it("may name one pod of a headless service", () => {
    const { arrows } = readManifests(
      ...served("bus", {
        kind: "StatefulSet",
        namespace: "hub",
        container: { image: "apache/kafka" },
      }),
      workload("till", {
        namespace: "money",
        env: { BROKERS: "bus-0.bus.hub:9092,bus-1.bus.hub:9092" },
      }),
      workload("near", { namespace: "hub", env: { BROKERS: "bus-0.bus:9092" } }),
    );

    expect(arrows).toEqual(["money/till -event> hub/bus", "hub/near -event> hub/bus"]);
  });

  it("finds full names in manifests that get their namespace only later", () => {
    const { arrows } = readManifests(
      ...served("ledger"),
      workload("till", { env: { URL: "http://ledger.money.svc.cluster.local" } }),
    );

    expect(arrows).toEqual(["till -call> ledger"]);
  });
});

describe("a name that nothing answers to", () => {
  it("is no dependency, and reported with its line", () => {
    const { arrows, skipped, textAt } = readManifests(
      workload("till", { env: { STOCK_ADDR: "stock:80" } }),
    );

    expect(arrows).toEqual([]);
    expect(skipped.map(({ why }) => why)).toEqual([
      "no Service `stock` in namespace default among these manifests: not taken as a dependency",
    ]);
    expect(textAt(skipped[0]?.path ?? "")).toBe("value: stock:80");
  });

  it("shows nothing of the user name and password beside it", () => {
    const { skipped } = readManifests(
      workload("till", { env: { DATABASE_URL: "postgres://anna:hunter2@stock-db:5432/stock" } }),
    );

    expect(skipped).toHaveLength(1);
    expect(JSON.stringify(skipped)).not.toMatch(/anna|hunter2/);
  });
});

describe("a host outside", () => {
  it.each([
    ["PAY_URL", "https://api.coinpost.example/v2", "call", "vendor"],
    ["DATABASE_URL", "postgres://u:p@db.west.dbhost.example/x", "call", "datastore"],
    ["CACHE_URL", "rediss://cache.dbhost.example:6380", "cache", "cache"],
    ["BROKER_URL", "amqps://mq.dbhost.example", "event", "queue"],
    ["S3_ENDPOINT", "https://objects.dbhost.example", "file", "datastore"],
    ["SMTP_HOST", "mail.postrunner.example", "call", "vendor"],
    ["STOCK_URL", "http://stock.corp.internal", "call", "service"],
  ])("in %s=%s is used by a %s, and is a %s", (name, value, coupling, kind) => {
    const host = /([a-z0-9-]+\.)+[a-z]+/.exec(value)?.[0];
    const { arrows, components } = readManifests(workload("till", { env: { [name]: value } }));

    expect(arrows).toEqual([`till -${coupling}> external/${host}`]);
    expect(components).toContain(`${kind} external/${host}`);
  });

  it.each([
    ["PUBLIC_URL", "https://www.shop.example"],
    ["CORS_ALLOWED_ORIGINS", "https://www.shop.example,https://app.shop.example"],
    ["DOCS_URL", "https://docs.shop.example/help"],
    ["CONFIG", "settings.yaml"],
    ["PICTURE", "registry.shop.example/till:12"],
  ])("is not called when it is only shown or compared: %s", (name, value) => {
    expect(readManifests(workload("till", { env: { [name]: value } })).arrows).toEqual([]);
  });

  it("goes by the name of its ExternalName Service too", () => {
    const coinpost = service("coinpost", undefined, {
      type: "ExternalName",
      externalName: "api.coinpost.example",
      selector: undefined,
    });
    const { claims, arrows } = readManifests(
      coinpost,
      workload("till", { env: { PAY: "coinpost:443" } }),
    );

    expect(arrows).toEqual(["till -call> external/api.coinpost.example"]);
    expect(claims).toContainEqual(
      expect.objectContaining({
        fact: {
          type: "component",
          component: {
            id: "prod/external/api.coinpost.example",
            kind: "vendor",
            aliases: ["coinpost"],
            pagerdutyServiceIds: [],
          },
        },
      }),
    );
  });

  it("is not taken for a dependency when an Ingress here serves it", () => {
    const ingress = {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: { name: "door" },
      spec: { rules: [{ host: "api.shop.example" }] },
    };
    const { arrows, skipped } = readManifests(
      ingress,
      workload("till", { env: { API_URL: "https://api.shop.example" } }),
    );

    expect(arrows).toEqual([]);
    expect(skipped.map(({ why }) => why)).toEqual([
      "`api.shop.example` is the public name of an Ingress here: not taken as a dependency",
    ]);
  });
});
