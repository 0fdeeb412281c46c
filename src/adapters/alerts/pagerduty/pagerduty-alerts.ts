import { z } from "zod";
import type { Alert, Incident } from "../../../model/incident.ts";
import type { Alerts, OnCall } from "../../../ports/alerts.ts";
import {
  createPagerDutyClient,
  type PagerDutyAccess,
  type PagerDutyClient,
  type Query,
} from "./pagerduty-client.ts";
import { readWebhook } from "./read-webhook.ts";
import { AlertShape, IncidentShape, OnCallShape } from "./rest-shapes.ts";

const PAGE = 100;
/** PagerDuty refuses to page further. */
const MOST_PAGES = 100;

const PageShape = z.object({
  more: z.boolean().nullish(),
  next_cursor: z.string().nullish(),
});

/** PagerDuty through its REST API. */
export function createPagerDutyAlerts(access: PagerDutyAccess): Alerts {
  return {
    read: readWebhook,
    async incident(id) {
      const client = createPagerDutyClient(access);
      const path = `/incidents/${encodeURIComponent(id)}`;
      const data = await client.get(path);
      if (data === undefined) return undefined;
      const { success, data: shape } = z.object({ incident: IncidentShape }).safeParse(data);
      if (!success) throw client.strange(path, "its answer is no incident");
      return shape.incident;
    },
    async alertsOf(incidentId) {
      const path = `/incidents/${encodeURIComponent(incidentId)}/alerts`;
      const alerts = await list<Alert>(access, path, "alerts", AlertShape, {});
      return onlyOnce(alerts).toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    },
    async openIncidents() {
      const query = { "statuses[]": ["triggered", "acknowledged"], date_range: "all" };
      return onlyOnce(
        await list<Incident>(access, "/incidents", "incidents", IncidentShape, query),
      );
    },
    async onCall(escalationPolicyIds) {
      if (escalationPolicyIds.length === 0) return [];
      const query = { "escalation_policy_ids[]": escalationPolicyIds, earliest: "true" };
      const found = await list(access, "/oncalls", "oncalls", OnCallShape, query);
      return found
        .toSorted((a, b) => a.level - b.level || (a.name < b.name ? -1 : 1))
        .map(({ name, escalationPolicyId, until }): OnCall => ({
          name,
          escalationPolicyId,
          until,
        }));
    },
  };
}

/** Every item of a list, page after page. Items that make no sense are left out, unless none does. */
async function list<Item>(
  access: PagerDutyAccess,
  path: string,
  key: string,
  shape: z.ZodType<Item>,
  query: Query,
): Promise<Item[]> {
  const client = createPagerDutyClient(access);
  const items: Item[] = [];
  let position: Query = { offset: "0" };
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const data = await client.get(path, { ...query, limit: String(PAGE), ...position });
    if (data === undefined) return items;
    const raw = listIn(data, key, client, path);
    const good = raw.map((item) => shape.safeParse(item)).filter(({ success }) => success);
    if (raw.length > 0 && good.length === 0) {
      throw client.strange(path, `none of its ${key} has a shape that depmap knows`);
    }
    items.push(...good.map(({ data: item }) => item as Item));

    const { more, next_cursor: cursor } = PageShape.parse(data);
    if (cursor) position = { cursor };
    else if (more && raw.length > 0) position = { offset: String(offsetOf(position) + raw.length) };
    else return items;
  }
  return items;
}

function listIn(data: unknown, key: string, client: PagerDutyClient, path: string): unknown[] {
  const { data: page } = PageShape.and(z.object({ [key]: z.array(z.unknown()) })).safeParse(data);
  const raw = page?.[key];
  if (!Array.isArray(raw)) throw client.strange(path, `its answer has no list of ${key}`);
  return raw;
}

function offsetOf(position: Query): number {
  return Number(position["offset"] ?? 0);
}

/** A list that grows while it is paged through shows an item twice. */
function onlyOnce<Item extends { readonly id: string }>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}
