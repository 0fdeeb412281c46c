import { Router, type Request, type Response } from "express";
import type { Clock } from "../../../ports/clock.ts";
import { alertShape, incidentShape, onCallShape, policyReference } from "./pagerduty-shapes.ts";
import { rehearsedOnCall, type RehearsedIncident } from "./rehearsed-incident.ts";

const MOST_PER_PAGE = 100;

/** The REST endpoints that depmap reads, over the incidents of a rehearsal. */
export function restRoutes(
  incidents: ReadonlyMap<string, RehearsedIncident>,
  base: () => string,
  clock: Clock,
): Router {
  const router = Router();
  const newestFirst = () => [...incidents.values()].toReversed();
  const services = () => new Map(newestFirst().map(({ service }) => [service.id, service]));

  router.use((request, response, next) => {
    // A person who follows a link from the briefing has no token.
    const isPerson = request.get("accept")?.startsWith("text/html");
    if (isPerson || /^(token token=|bearer )\S/i.test(request.get("authorization") ?? "")) {
      next();
      return;
    }
    refuse(response, 401, 2006, "Authentication failed");
  });
  router.get("/incidents", (request, response) => {
    const statuses = texts(request, "statuses[]");
    const asked = newestFirst().filter(
      ({ status }) => statuses.length === 0 || statuses.includes(status),
    );
    const shapes = asked.map((incident) => incidentShape(base(), incident));
    page(request, response, "incidents", shapes);
  });
  router.get("/incidents/:id", (request, response) => {
    const incident = incidents.get(request.params.id);
    if (!incident) return refuse(response, 404, 2100, "Not Found");
    response.json({ incident: incidentShape(base(), incident) });
  });
  router.get("/incidents/:id/alerts", (request, response) => {
    const incident = incidents.get(request.params.id);
    if (!incident) return refuse(response, 404, 2100, "Not Found");
    const shapes = incident.alerts.map((alert) => alertShape(base(), incident, alert));
    page(request, response, "alerts", shapes);
  });
  router.get("/oncalls", (request, response) => {
    const policies = texts(request, "escalation_policy_ids[]");
    const shapes = policies.map((id) => onCallShape(base(), id, rehearsedOnCall(id), clock.now()));
    page(request, response, "oncalls", shapes);
  });
  router.get("/services", (request, response) => {
    const shapes = [...services().values()].map(({ id, name }) => ({
      id,
      type: "service",
      summary: name,
      name,
      status: "active",
      escalation_policy: policyReference(base()),
      teams: [],
    }));
    page(request, response, "services", shapes);
  });
  router.get("/escalation_policies", (request, response) => {
    page(request, response, "escalation_policies", [
      { ...policyReference(base()), type: "escalation_policy", name: "Rehearsal", teams: [] },
    ]);
  });
  router.use((_request, response) => refuse(response, 404, 2100, "Not Found"));
  return router;
}

function page(request: Request, response: Response, key: string, all: readonly object[]): void {
  const limit = Math.min(Number(texts(request, "limit")[0] ?? 25), MOST_PER_PAGE);
  const offset = Number(texts(request, "offset")[0] ?? 0);
  if (!(limit > 0) || !(offset >= 0) || offset + limit > 10_000) {
    refuse(response, 400, 2001, "Invalid Input Provided");
    return;
  }
  const more = offset + limit < all.length;
  response.json({ [key]: all.slice(offset, offset + limit), limit, offset, total: null, more });
}

function texts(request: Request, name: string): string[] {
  return new URL(request.originalUrl, "http://rehearsal").searchParams.getAll(name);
}

function refuse(response: Response, status: number, code: number, message: string): void {
  response.status(status).json({ error: { message, code } });
}
