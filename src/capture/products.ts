import type { Coupling } from "../model/dependency.ts";

/** Products by what one does with them; `orders table` in such a product is the product's failure. */
const PRODUCTS: readonly [Coupling, string][] = [
  [
    "data",
    "postgres postgresql mysql mariadb dynamodb dynamo cassandra mongodb mongo elasticsearch opensearch solr rds aurora bigquery snowflake redshift clickhouse spanner cockroachdb couchbase etcd zookeeper consul oracle sqlserver neo4j vitess bigtable hbase hdfs influxdb sqlite vault",
  ],
  ["cache", "redis memcached memcache varnish elasticache valkey hazelcast"],
  [
    "event",
    "kafka rabbitmq sqs sns kinesis pubsub nats pulsar activemq eventbridge msk celery sidekiq resque",
  ],
  ["file", "s3 gcs minio ceph nfs efs ebs gluster blob"],
  ["identity", "okta auth0 cognito ldap keycloak iam sso oauth kerberos saml"],
  ["name-resolution", "dns route53 coredns bind unbound dnsmasq"],
  ["certificate", "letsencrypt acm ca pki"],
  [
    "runs-on",
    "kubernetes k8s ec2 eks gke ecs heroku nomad mesos aws gcp azure lambda fargate vmware openstack",
  ],
];

const COUPLING_OF: ReadonlyMap<string, Coupling> = new Map(
  PRODUCTS.flatMap(([coupling, names]) =>
    names.split(" ").map((name): [string, Coupling] => [name, coupling]),
  ),
);
const STORES = new Set<Coupling>(["data", "cache", "event", "file"]);

/** How one depends on a well-known product; undefined for names that say nothing. */
export function productCoupling(words: string): Coupling | undefined {
  const found = words
    .toLowerCase()
    .split(/[^\p{L}\p{N}]/u)
    .flatMap((word) => COUPLING_OF.get(word) ?? []);
  // A platform's name before a product's only says whose it is.
  return found.find((coupling) => coupling !== "runs-on") ?? found[0];
}

/** Does the name stand for a store or a queue product, so that its tables and topics are parts of it? */
export function isStoreProduct(words: string): boolean {
  const coupling = productCoupling(words);
  return coupling !== undefined && STORES.has(coupling);
}
