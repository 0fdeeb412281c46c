import { perSnapshot } from "../../analysis/per-snapshot.ts";
import { resolveName } from "../../analysis/resolve-name.ts";
import type { UnmappedService } from "../../briefing/story.ts";
import { nameOf, type ComponentId } from "../../model/component.ts";
import type { Alert, Incident } from "../../model/incident.ts";
import type { Snapshot } from "../../model/snapshot/snapshot.ts";

/** An alert and the component that it is about. */
export interface MappedAlert {
  readonly component: ComponentId;
  readonly alert: Alert;
}

/** An incident's alerts, found on the map as far as they can be. */
export interface MappedAlerts {
  readonly mapped: readonly MappedAlert[];
  readonly unmapped: readonly UnmappedService[];
}

/**
 * Finds the components that an incident's alerts are about.
 *
 * First the PagerDuty service id, narrowed by a name in the alert when several components share the service; then the
 * service's name; then names in the alert. Names count only when they are exactly a component's name, id or alias. An
 * incident without alerts stands for one alert on its own service.
 */
export function mapAlerts(snapshot: Snapshot, incident: Incident): MappedAlerts {
  const mapped: MappedAlert[] = [];
  const unmapped = new Map<string, UnmappedService>();
  for (const alert of incident.alerts.length > 0 ? incident.alerts : [standIn(incident)]) {
    const components = componentsOf(snapshot, alert, incident);
    for (const component of components) mapped.push({ component, alert });
    if (components.length > 0) continue;
    const id = alert.pagerdutyServiceId ?? incident.pagerdutyServiceId;
    const name = alert.serviceName ?? incident.serviceName ?? id ?? "a service without a name";
    const known = unmapped.get(id ?? name);
    unmapped.set(id ?? name, { id, name, alerts: (known?.alerts ?? 0) + 1 });
  }
  return { mapped, unmapped: [...unmapped.values()] };
}

/** What an incident says when its alerts cannot be read: something is wrong with its service since it opened. */
function standIn(incident: Incident): Alert {
  return {
    id: `incident ${incident.id}`,
    summary: incident.title,
    severity: incident.urgency === "low" ? "warning" : "critical",
    kind: "other",
    at: incident.openedAt,
    resolvedAt: incident.resolvedAt,
    pagerdutyServiceId: incident.pagerdutyServiceId,
    serviceName: incident.serviceName,
    mentions: [],
  };
}

function componentsOf(
  snapshot: Snapshot,
  alert: Alert,
  incident: Incident,
): readonly ComponentId[] {
  const mentioned = alert.mentions.flatMap((name) => named(snapshot, name));
  const serviceId = alert.pagerdutyServiceId ?? incident.pagerdutyServiceId;
  const onService = (serviceId && byServiceId(snapshot).get(serviceId)) || [];
  if (onService.length > 0) {
    const both = onService.filter((id) => mentioned.includes(id));
    return both.length > 0 ? both : onService;
  }
  const onName = named(snapshot, alert.serviceName ?? incident.serviceName ?? "");
  return onName.length > 0 ? onName : mentioned.slice(0, 1);
}

function named(snapshot: Snapshot, name: string): ComponentId[] {
  // Hosts and pods are mostly unknown, and the search for what is like them would be wasted.
  if (!namesIn(snapshot).has(forgiven(name))) return [];
  const found = resolveName(snapshot, name);
  return found.kind === "known" ? [found.component.id] : [];
}

/** Everything that a component may be called, spelled forgivingly. */
const namesIn = perSnapshot(({ components }: Snapshot): ReadonlySet<string> => {
  const names = components.flatMap(({ id, aliases }) => [
    id,
    id.slice(id.indexOf("/") + 1),
    nameOf(id),
    ...aliases,
  ]);
  return new Set(names.map(forgiven));
});

function forgiven(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]+/g, "");
}

const byServiceId = perSnapshot(({ components }: Snapshot) => {
  const services = new Map<string, ComponentId[]>();
  for (const { id, pagerdutyServiceIds } of components) {
    for (const serviceId of pagerdutyServiceIds) {
      services.set(serviceId, [...(services.get(serviceId) ?? []), id]);
    }
  }
  return services;
});
