import { componentId, type ComponentId, type ComponentKind } from "../../../model/component.ts";
import type { Inventory, Placed } from "./inventory.ts";
import { indexLabels, type LabelIndex } from "./label-index.ts";
import type { Ingress, Service } from "./manifest.ts";
import { flavourOfPort, type Flavour } from "./flavour.ts";
import type { Workload } from "./workload.ts";

/** A component that the objects make. */
export interface Member {
  readonly id: ComponentId;
  readonly kind: ComponentKind;
  readonly flavour?: Flavour | undefined;
  readonly aliases: readonly string[];
  /** How sure the kind is, 0 to 1. */
  readonly confidence: number;
  readonly place: string;
}

/** What stands behind a Service: the members that answer for it, or a host outside. */
interface Backing {
  readonly members: readonly Member[];
  readonly externalName?: string | undefined;
}

/** The objects with their identities: who is which component, and what answers for which Service. */
export interface Cluster extends Inventory {
  readonly environment: string;
  readonly members: readonly Member[];
  readonly memberOf: ReadonlyMap<Workload | Placed<Ingress>, Member>;
  readonly labelled: LabelIndex;
  /** By `namespace/name` of the Service. */
  readonly backing: ReadonlyMap<string, Backing>;
}

/**
 * Gives every workload, Ingress and lonely Service its component.
 *
 * A Service is no component of its own: it is another name of the workload that it selects. Only one that selects
 * nothing among these objects (an operator makes its pods, say) stands for itself.
 */
export function identify(inventory: Inventory, environment: string): Cluster {
  const taken = new Map<ComponentId, string>();
  const idFor = (namespace: string, name: string, kind: string): ComponentId => {
    const id = componentId(environment, namespace, name);
    const owner = taken.get(id) ?? kind;
    taken.set(id, owner);
    // A CronJob may have the name of a Deployment; they are two components.
    return owner === kind
      ? id
      : componentId(environment, namespace, `${name}-${kind.toLowerCase()}`);
  };
  const labelled = indexLabels(inventory.workloads);
  const selected = selectedBy(inventory, labelled);
  const aliases = aliasesOf(selected);
  const memberOf = new Map<Workload | Placed<Ingress>, Member>();
  for (const workload of inventory.workloads) {
    const { namespace, name, resource, kind, flavour } = workload;
    memberOf.set(workload, {
      id: idFor(namespace, name, resource.kind),
      kind,
      flavour,
      aliases: (aliases.get(workload) ?? []).filter((alias) => alias !== name),
      confidence: flavour || kind === "job" ? 0.9 : 0.7,
      place: resource.placeOf(["metadata", "name"]),
    });
  }
  for (const ingress of inventory.ingresses) {
    const { namespace, item, resource } = ingress;
    memberOf.set(ingress, {
      id: idFor(namespace, item.metadata.name, "Ingress"),
      kind: "gateway",
      aliases: [],
      confidence: 0.9,
      place: resource.placeOf(["metadata", "name"]),
    });
  }

  const members = [...memberOf.values()];
  const backing = new Map<string, Backing>();
  for (const [key, service] of inventory.services) {
    const { spec } = service.item;
    if (spec?.type === "ExternalName" && spec.externalName) {
      backing.set(key, { members: [], externalName: spec.externalName });
      continue;
    }
    const behind = (selected.get(service) ?? []).flatMap(
      (workload) => memberOf.get(workload) ?? [],
    );
    const unique = [...new Map(behind.map((member) => [member.id, member])).values()];
    if (unique.length > 0) backing.set(key, { members: unique });
    else {
      const flavour = flavourOfPort(spec?.ports[0]?.port);
      const lonely: Member = {
        id: idFor(service.namespace, service.item.metadata.name, "Service"),
        kind: flavour?.kind ?? "service",
        flavour,
        aliases: [],
        confidence: 0.6,
        place: service.resource.placeOf(["metadata", "name"]),
      };
      members.push(lonely);
      backing.set(key, { members: [lonely] });
    }
  }
  return { ...inventory, environment, members, memberOf, backing, labelled };
}

type Selected = ReadonlyMap<Placed<Service>, readonly Workload[]>;

function aliasesOf(selected: Selected): Map<Workload, string[]> {
  const aliases = new Map<Workload, string[]>();
  for (const [service, workloads] of selected) {
    // A Service over several workloads is the name of none of them.
    if (new Set(workloads.map(({ name }) => name)).size !== 1) continue;
    for (const workload of workloads) {
      aliases.set(workload, [...(aliases.get(workload) ?? []), service.item.metadata.name]);
    }
  }
  return aliases;
}

/** The workloads behind each Service; one without a selector has none. */
function selectedBy({ services }: Inventory, index: LabelIndex): Selected {
  return new Map(
    [...services.values()].map((service) => {
      const found = index(service.item.spec?.selector ?? {}).filter(
        ({ namespace, kind }) => namespace === service.namespace && kind !== "job",
      );
      return [service, found];
    }),
  );
}
