import type { Coupling, DependencyTraits } from "../../../model/dependency.ts";
import type { Skipped } from "../../../ports/graph-source.ts";
import { addressesIn, type Address } from "./addresses-in.ts";
import type { Cluster, Member } from "./cluster.ts";
import { standIns, type Edge } from "./edges.ts";
import { flavourOfPort, flavourOfScheme, flavourOfSetting, type Flavour } from "./flavour.ts";
import { outsideMember } from "./outside.ts";
import { resolveHost } from "./resolve-host.ts";
import { saysListening, saysLocation, saysShown } from "./setting-name.ts";
import { settingsOf, type Setting } from "./settings-of.ts";
import type { Workload } from "./workload.ts";

/** Edges, the outside components they lead to, and what could not be followed. */
export interface Followed {
  readonly edges: readonly Edge[];
  readonly outside: readonly Member[];
  readonly skipped: readonly Skipped[];
}

/** Who a workload talks to, as far as its variables, arguments and mounted files say. */
export function settingEdges(workload: Workload, cluster: Cluster): Followed {
  const { settings, skipped } = settingsOf(workload, cluster);
  const consumer = cluster.memberOf.get(workload);
  if (!consumer) return { edges: [], outside: [], skipped };
  const traits = { batchIntervalMs: workload.batchIntervalMs };
  const edges: Edge[] = [];
  const outside: Member[] = [];
  const dangling = new Map<string, Skipped>();

  for (const setting of settings) {
    if (saysListening(setting.name)) continue;
    for (const address of addressesIn(setting.value)) {
      if (address.isBare && !saysLocation(setting.name)) continue;
      const target = resolveHost(address.host, workload.namespace, cluster);
      if (target.type === "members") {
        edges.push(
          ...memberEdges(consumer, target.members, target.service, setting, address, traits),
        );
      } else if (target.type === "outside" && isFollowed(setting, address)) {
        if (cluster.publicHosts.has(target.host)) {
          const why = `\`${target.host}\` is the public name of an Ingress here: not taken as a dependency`;
          // An issuer writes its own public name into what it signs.
          if (/issuer/i.test(setting.name)) continue;
          // Such calls come in by the front door again; nobody can say which of its backends they mean.
          dangling.set(target.host, { path: setting.places[0] ?? "", why });
          continue;
        }
        const flavour = flavourOf(setting, address);
        const member = outsideMember(cluster.environment, target.host, flavour, setting.places[0]);
        outside.push(member);
        edges.push({
          consumer: consumer.id,
          provider: member.id,
          coupling: flavour?.coupling ?? "call",
          confidence: setting.origin === "variable" ? 0.8 : 0.5,
          places: setting.places,
          traits: stated(traits),
        });
      } else if (target.type === "dangling" && isMissed(setting, address)) {
        dangling.set(address.host, { path: setting.places[0] ?? "", why: target.why });
      }
    }
  }
  return { edges, outside, skipped: [...skipped, ...dangling.values()] };
}

const CONFIDENCE = { variable: 0.9, argument: 0.85, file: 0.7 } as const;

function memberEdges(
  consumer: Member,
  providers: readonly Member[],
  service: string,
  setting: Setting,
  address: Address,
  traits: DependencyTraits,
): Edge[] {
  // Whoever stands behind the Service itself reaches itself by it.
  if (providers.some(({ id }) => id === consumer.id)) return [];
  const group = standIns(providers, service);
  return providers.map((provider) => ({
    consumer: consumer.id,
    provider: provider.id,
    coupling: couplingTo(provider, setting, address),
    confidence: CONFIDENCE[setting.origin] - (address.isBare ? 0.1 : 0),
    places: setting.places,
    traits: stated({ ...traits, ...group }),
  }));
}

function couplingTo(provider: Member, setting: Setting, address: Address): Coupling {
  const flavour =
    flavourOfScheme(address.scheme) ??
    provider.flavour ??
    flavourOfPort(address.port) ??
    flavourOfSetting(setting.name);
  return flavour?.coupling ?? "call";
}

function flavourOf({ name }: Setting, { scheme, port }: Address): Flavour | undefined {
  return flavourOfScheme(scheme) ?? flavourOfPort(port) ?? flavourOfSetting(name);
}

/** Outside hosts stand in many texts; one counts when it is plainly there to be spoken to. */
function isFollowed({ name, origin }: Setting, { scheme, port }: Address): boolean {
  if (saysShown(name)) return false;
  if (origin === "variable")
    return scheme !== undefined || port !== undefined || saysLocation(name);
  return (scheme !== undefined && saysLocation(name)) || flavourOfScheme(scheme) !== undefined;
}

/** Only what looks like an address on purpose is worth a line in the report. */
function isMissed({ name, origin }: Setting, { scheme }: Address): boolean {
  return origin !== "file" && (scheme !== undefined || saysLocation(name)) && !saysShown(name);
}

function stated(traits: DependencyTraits): DependencyTraits {
  return Object.fromEntries(Object.entries(traits).filter(([, value]) => value !== undefined));
}
