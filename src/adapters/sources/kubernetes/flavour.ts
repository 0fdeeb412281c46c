import type { ComponentKind } from "../../../model/component.ts";
import type { Coupling } from "../../../model/dependency.ts";

/** What sort of well-known software something is: it gives a component its kind and a dependency its coupling. */
export interface Flavour {
  readonly kind: ComponentKind;
  readonly coupling: Coupling;
}

// A service that asks its database for every answer fails with it: a `call`. `data` is for tables that one
// component fills and another reads.
const DATABASE: Flavour = { kind: "datastore", coupling: "call" };
const CACHE: Flavour = { kind: "cache", coupling: "cache" };
const BROKER: Flavour = { kind: "queue", coupling: "event" };
const FILES: Flavour = { kind: "datastore", coupling: "file" };
const IDENTITY: Flavour = { kind: "identity-provider", coupling: "identity" };
const TELEMETRY: Flavour = { kind: "service", coupling: "telemetry" };
const PROXY: Flavour = { kind: "gateway", coupling: "call" };
const DNS: Flavour = { kind: "dns", coupling: "name-resolution" };

function table(entries: readonly [Flavour, string][]): ReadonlyMap<string, Flavour> {
  return new Map(
    entries.flatMap(([flavour, words]) =>
      words.split(" ").map((word): [string, Flavour] => [word, flavour]),
    ),
  );
}

const BY_IMAGE = table([
  [
    DATABASE,
    "postgres postgresql postgis timescaledb mysql mariadb percona mongo mongodb cockroach",
  ],
  [DATABASE, "cockroachdb cassandra scylla clickhouse elasticsearch opensearch couchdb couchbase"],
  [
    DATABASE,
    "influxdb neo4j mssql etcd zookeeper arangodb solr meilisearch typesense qdrant milvus",
  ],
  [CACHE, "redis valkey keydb dragonfly memcached"],
  [BROKER, "kafka redpanda rabbitmq nats pulsar activemq artemis mosquitto emqx"],
  [FILES, "minio seaweedfs sftp nfs"],
  [IDENTITY, "keycloak dex hydra kratos authentik zitadel openldap"],
  [
    TELEMETRY,
    "opentelemetry otelcol otel jaeger zipkin fluentd fluent fluentbit statsd loki tempo",
  ],
  [TELEMETRY, "telegraf promtail"],
  [PROXY, "envoy haproxy traefik kong"],
  [DNS, "coredns"],
]);
/** Beside one of those names, they make the image something that only deals with it. */
const DEALS_WITH =
  /^(exporter|ui|client|proxy|operator|backup|migrate|migrations?|admin|express|manager|connect|rest|bridge|consumer|producer|worker|service|api|init|seed|setup|tools|cli|query|demo)$/;

const BY_PORT = table([
  [DATABASE, "5432 3306 27017 26257 9042 1433 1521 9200 5984 2379 2181"],
  [CACHE, "6379 6380 11211"],
  [BROKER, "9092 9093 9094 5671 5672 4222 6650 1883 8883 61616"],
  [TELEMETRY, "4317 4318 14250 14268 9411 8125 24224"],
  [IDENTITY, "389 636"],
  [FILES, "2049"],
  [DNS, "53"],
]);

const BY_SCHEME = table([
  [DATABASE, "postgres postgresql pg mysql mariadb mongodb mongodb+srv cassandra sqlserver mssql"],
  [DATABASE, "oracle clickhouse cockroachdb neo4j neo4j+s bolt couchbase"],
  [CACHE, "redis rediss redis-sentinel valkey memcached memcache"],
  [
    BROKER,
    "kafka amqp amqps nats pulsar pulsar+ssl mqtt mqtts stomp plaintext sasl_ssl sasl_plaintext",
  ],
  [FILES, "s3 s3a gs nfs ftp sftp smb hdfs abfs abfss"],
  [IDENTITY, "ldap ldaps"],
  [TELEMETRY, "statsd"],
]);

/** What an image is, by the names that everybody knows; undefined for anybody's own software. */
export function flavourOfImage(image: string): Flavour | undefined {
  const name = image.split("/").at(-1)?.split(/[:@]/, 1)[0]?.toLowerCase() ?? "";
  const words = name.split(/[-_.]/);
  if (words.some((word) => DEALS_WITH.test(word))) return undefined;
  return words.map((word) => BY_IMAGE.get(word)).find((flavour) => flavour !== undefined);
}

/** What listens on a well-known port; undefined for all others. */
export function flavourOfPort(port: number | undefined): Flavour | undefined {
  return port === undefined ? undefined : BY_PORT.get(String(port));
}

/** What is spoken to with that scheme; undefined for `http` and all that say nothing. */
export function flavourOfScheme(scheme: string | undefined): Flavour | undefined {
  return scheme === undefined ? undefined : BY_SCHEME.get(scheme);
}

/** What the name of a setting says about what it points to. */
export function flavourOfSetting(name: string): Flavour | undefined {
  if (
    /^OTEL_|OTLP|JAEGER|ZIPKIN|STATSD|SENTRY|FLUENT|TELEMETRY|TRACING|COLLECTOR|^DD_/i.test(name)
  ) {
    return TELEMETRY;
  }
  if (/(^|[_.-])(S3|MINIO|BUCKET|BLOB|OBJECT_?STORE)([_.-]|$)/i.test(name)) return FILES;
  return undefined;
}
