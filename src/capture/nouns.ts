import type { ComponentKind } from "../model/component.ts";
import { singular } from "./singular.ts";

/** What a noun says about the name before it. */
export type NounSense =
  /** A part or another word for the thing itself: `ledger pods`, `ledger service`. */
  | "part"
  /** A thing of its own that belongs to the name: `ledger queue`. */
  | "own"
  /** Something wrong with it: `ledger outage`. */
  | "fault"
  /** Its content: `ledger records`. */
  | "content"
  /** Traffic to or from it: `ledger requests`. */
  | "traffic"
  /** Work on it: `ledger deployment`. */
  | "work"
  /** People: `ledger team`. */
  | "people"
  /** Nothing that runs: `ledger process`, `ledger issue tracker`. */
  | "abstract";

const OWN: Readonly<Record<string, ComponentKind>> = {
  queue: "queue",
  topic: "topic",
  table: "dataset",
  dataset: "dataset",
  index: "dataset",
  database: "datastore",
  db: "datastore",
  datastore: "datastore",
  store: "datastore",
  bucket: "datastore",
  volume: "datastore",
  warehouse: "datastore",
  cache: "cache",
  lambda: "service",
  function: "service",
  worker: "service",
  job: "job",
  cron: "job",
  cronjob: "job",
  proxy: "gateway",
  gateway: "gateway",
  balancer: "gateway",
  resolver: "dns",
  nameserver: "dns",
  certificate: "certificate",
  pipeline: "job",
  webhook: "service",
  sidecar: "service",
  operator: "service",
  controller: "service",
  scheduler: "service",
  registry: "service",
  cdn: "vendor",
  firewall: "network",
  vpn: "network",
  stream: "topic",
  bus: "queue",
  exporter: "service",
  importer: "job",
  indexer: "job",
  crawler: "job",
  daemon: "service",
  bot: "service",
  vault: "identity-provider",
  directory: "identity-provider",
};

const PARTS: Readonly<Record<string, ComponentKind>> = {
  service: "service",
  svc: "service",
  server: "service",
  api: "service",
  app: "service",
  application: "service",
  system: "service",
  platform: "service",
  cluster: "cluster",
  fleet: "service",
  instance: "service",
  node: "node",
  host: "node",
  machine: "node",
  vm: "node",
  pod: "service",
  container: "service",
  backend: "service",
  frontend: "service",
  endpoint: "service",
  component: "service",
  tier: "service",
  microservice: "service",
  layer: "service",
  subsystem: "service",
  daemonset: "service",
  site: "service",
  website: "service",
  portal: "service",
  region: "region",
  zone: "zone",
  engine: "service",
  shard: "datastore",
  partition: "topic",
  appliance: "service",
  infrastructure: "service",
  environment: "service",
  stack: "service",
  provider: "vendor",
  product: "service",
  replica: "datastore",
  pool: "service",
  broker: "queue",
  leader: "service",
  follower: "service",
};

const SENSES: Readonly<Record<Exclude<NounSense, "part" | "own">, string>> = {
  fault: `outage failure error issue problem downtime incident degradation latency unavailability timeout time-out fault disruption crash
    slowdown slowness 500 502 503 504 5xx 5xxs 500s 502s 503s 504s exception backlog lag spike saturation exhaustion overload hang stall
    corruption loss trouble difficulty bug misconfiguration instability breakage inability contention deadlock drift interruption impact
    rejection throttling delay rate brownout blip hiccup unresponsiveness hardware`,
  content: `data record document doc message event log file image article entry row metadata payload item key credential token secret password
    state value info information content result response page asset package artifact object blob config configuration setting update feed export extract copy dump backup snapshot view
    permission role label header template schema html cookie name address count list entity`,
  traffic: `request call connection query traffic read write lookup access connectivity communication link integration dependency reliance
    subscription invocation retry transaction session handshake callback roundtrip rpc load upload download fetch pull push poll probe login
    authentication replication sync traffic delivery check hook integration synchronisation synchronization`,
  work: `deployment deploy release upgrade migration change rollout rollback restart reboot maintenance failover switchover update patch fix
    rotation cutover refactor test pr commit merge branch code codebase version build tuning scaling renewal expiry removal cleanup
    experiment launch redeploy revert work reindex backfill`,
  people: `team engineer user customer developer operator-person staff people person caller visitor member admin administrator analyst caseworker
    client-person group organisation organization company employee reader shopper merchant subscriber owner responder maintainer lead manager
    sre oncall on-call department party guest student teacher agent-person account-holder`,
  abstract: `process change approach time day week month year hour minute second reason cause root-cause investigation postmortem retrospective
    timeline impact summary action step plan decision problem way thing case example question answer lesson part number amount percentage
    period interval point view priority status alert alarm monitor dashboard notification channel thread ticket page runbook playbook
    documentation meeting call chat discussion feature functionality behaviour behavior policy rule limit quota threshold setting option
    library package module crate gem sdk driver language framework protocol http https tcp udp tls ssl grpc json yaml xml sql ip url uri
    pattern design architecture strategy attempt effort result measure capacity memory cpu disk ram storage space bandwidth throughput
    availability reliability resilience redundancy load performance experience quality value future past moment today yesterday tomorrow
    morning afternoon evening night utc gmt bst pst est cet pt sla slo kpi fact idea assumption hypothesis theory culprit factor
    trigger mistake situation context topic-of scale side end start beginning order kind type sort set bit lot majority portion everything
    business production prod staging stage dev risk window event scope level mode form line source destination edge-case blast radius
    tool tooling script command console hand guess suspicion evidence graph chart metric word term area region-wide service-level world
    dependency account`,
};

const SENSE_OF: ReadonlyMap<string, NounSense> = new Map([
  ...Object.keys(PARTS).map((word): [string, NounSense] => [word, "part"]),
  ...(Object.entries(SENSES) as [NounSense, string][]).toReversed().flatMap(([sense, words]) =>
    words
      .split(/\s/u)
      .filter((word) => word !== "")
      .map((word): [string, NounSense] => [word, sense]),
  ),
  ...Object.keys(OWN).map((word): [string, NounSense] => [word, "own"]),
]);

/** What a noun says about the name before it; undefined for nouns that could be anything. */
export function senseOf(noun: string): NounSense | undefined {
  const lower = noun.toLowerCase();
  return SENSE_OF.get(lower) ?? SENSE_OF.get(singular(lower));
}

/** The kind of component that a noun names: `queue` for `orders queue`; undefined when it names none. */
export function kindOf(noun: string): ComponentKind | undefined {
  const word = singular(noun.toLowerCase());
  return OWN[word] ?? PARTS[word];
}
