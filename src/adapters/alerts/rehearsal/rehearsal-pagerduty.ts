import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import express from "express";
import { DepmapError } from "../../../model/errors.ts";
import type { Secret } from "../../../model/secret.ts";
import type { Clock } from "../../../ports/clock.ts";
import { bridgeWebhookShape, webhookShape } from "./pagerduty-shapes.ts";
import {
  rehearsedId,
  type NewAlert,
  type RehearsedIncident,
  type RehearsedService,
} from "./rehearsed-incident.ts";
import { restRoutes } from "./rest-routes.ts";
import type { Storm, StormAlert } from "./storm.ts";
import { createWebhookSender, type Delivery } from "./webhook-sender.ts";

/** A PagerDuty of our own, on loopback: for the demo, the first start and the tests. */
export interface RehearsalPagerDuty {
  /** The REST API's base; any token will do. */
  readonly url: string;
  /** Where webhooks go from now on. */
  deliverTo(webhookUrl: string): void;
  /** Opens an incident, with its first alert if one is given, and gives its id. */
  trigger(incident: {
    readonly title: string;
    readonly service: RehearsedService;
    readonly urgency?: "high" | "low" | undefined;
    readonly alert?: NewAlert | undefined;
  }): string;
  /** Adds an alert to an open incident and gives its id. As with PagerDuty, no webhook tells of it. */
  addAlert(incidentId: string, alert: NewAlert): string;
  acknowledge(incidentId: string): void;
  /** Resolves the incident and all of its alerts. */
  resolve(incidentId: string): void;
  /** Says in which chat channel, or on which call, people talk about it. */
  setBridge(incidentId: string, address: string): void;
  /** Oldest first. */
  incidents(): readonly RehearsedIncident[];
  /**
   * Plays a storm, `speed` times as fast as written, and gives the ids of its incidents once all webhooks are out.
   * Alerts on a service that has an open incident join that one. Ends early when the rehearsal is closed or `signal` says so.
   */
  play(
    storm: Storm,
    options?: { readonly speed?: number; readonly signal?: AbortSignal },
  ): Promise<readonly string[]>;
  /** Resolves when no webhook waits any more. */
  settled(): Promise<void>;
  deliveries(): readonly Delivery[];
  /** `false` after three refused webhooks in a row. */
  isEnabled(): boolean;
  close(): Promise<void>;
}

/** Starts a rehearsal on a free port of 127.0.0.1. Everything it knows is gone when it is closed. */
export async function createRehearsalPagerDuty({
  secret,
  webhookUrl,
  clock = { now: () => Date.now() },
  firstPauseMs = 50,
}: {
  readonly secret: Secret;
  readonly webhookUrl?: string | undefined;
  readonly clock?: Clock;
  /** The wait before a webhook is sent again; it doubles each time. */
  readonly firstPauseMs?: number;
}): Promise<RehearsalPagerDuty> {
  const incidents = new Map<string, RehearsedIncident>();
  const sender = createWebhookSender(secret, firstPauseMs);
  const closing = new AbortController();
  let url = "";

  const app = express().disable("x-powered-by");
  app.use(restRoutes(incidents, () => url, clock));
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  if (webhookUrl !== undefined) sender.deliverTo(webhookUrl);

  function change(id: string, event: string, next: Partial<RehearsedIncident>): void {
    const now = clock.now();
    const changed = { ...incidentOf(id), ...next, changedAt: now };
    incidents.set(id, changed);
    sender.send(id, webhookShape(url, event, changed, now));
  }

  function incidentOf(id: string): RehearsedIncident {
    const incident = incidents.get(id);
    if (incident) return incident;
    throw new DepmapError("bad-input", `the rehearsal has no incident ${id}; trigger one first`);
  }

  function openOn(serviceId: string): RehearsedIncident | undefined {
    const open = [...incidents.values()].filter(({ status }) => status !== "resolved");
    return open.find(({ service }) => service.id === serviceId);
  }

  const rehearsal: RehearsalPagerDuty = {
    url,
    deliverTo: (target) => sender.deliverTo(target),
    trigger({ title, service, urgency = "high", alert }) {
      const [id, number, now] = [rehearsedId(), incidents.size + 1, clock.now()];
      const alerts = alert ? [{ ...alert, id: rehearsedId(), at: alert.at ?? now }] : [];
      const [status, openedAt, changedAt] = ["triggered" as const, now, now];
      const incident = { id, number, title, service, urgency, status, openedAt, changedAt, alerts };
      incidents.set(id, incident);
      sender.send(id, webhookShape(url, "triggered", incident, now));
      return id;
    },
    addAlert(incidentId, alert) {
      const incident = incidentOf(incidentId);
      const added = { ...alert, id: rehearsedId(), at: alert.at ?? clock.now() };
      incidents.set(incidentId, { ...incident, alerts: [...incident.alerts, added] });
      return added.id;
    },
    acknowledge: (id) => change(id, "acknowledged", { status: "acknowledged" }),
    resolve(id) {
      const resolvedAt = clock.now();
      const alerts = incidentOf(id).alerts.map((alert) => ({ resolvedAt, ...alert }));
      change(id, "resolved", { status: "resolved", alerts });
    },
    setBridge(id, bridgeUrl) {
      const incident = { ...incidentOf(id), bridgeUrl };
      incidents.set(id, incident);
      sender.send(id, bridgeWebhookShape(url, incident, clock.now()));
    },
    incidents: () => [...incidents.values()],
    async play(storm, { speed = 1, signal = closing.signal } = {}) {
      const ending = AbortSignal.any([closing.signal, signal]);
      const touched = new Set<string>();
      let elapsedMs = 0;
      for (const alert of storm.alerts.toSorted((a, b) => a.afterMs - b.afterMs)) {
        const pauseMs = (alert.afterMs - elapsedMs) / speed;
        elapsedMs = alert.afterMs;
        if (pauseMs >= 1) await wait(pauseMs, undefined, { signal: ending }).catch(() => undefined);
        if (ending.aborted) break;
        touched.add(raise(storm, alert));
      }
      await sender.settled();
      return [...touched];
    },
    settled: () => sender.settled(),
    deliveries: () => sender.deliveries(),
    isEnabled: () => sender.isEnabled(),
    async close() {
      closing.abort();
      await sender.close();
      server.close();
      server.closeAllConnections();
    },
  };

  function raise(storm: Storm, stormAlert: StormAlert): string {
    const { summary, severity, source, component } = stormAlert;
    const { pagerdutyServiceId: id, serviceName: name } = stormAlert;
    const alert = { summary, severity, source, component };
    const open = openOn(id);
    if (open) {
      rehearsal.addAlert(open.id, alert);
      return open.id;
    }
    const isMain = id === storm.pagerdutyServiceId;
    const urgency = severity === "critical" || severity === "error" ? "high" : "low";
    return rehearsal.trigger({
      title: isMain ? storm.title : summary,
      service: { id, name },
      urgency: isMain ? (storm.urgency ?? urgency) : urgency,
      alert,
    });
  }

  return rehearsal;
}
