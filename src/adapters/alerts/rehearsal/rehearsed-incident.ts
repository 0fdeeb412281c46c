import { randomBytes } from "node:crypto";
import type { Severity } from "../../../model/incident.ts";

/** A PagerDuty service, by the id and name that the map knows. */
export interface RehearsedService {
  readonly id: string;
  readonly name: string;
}

/** What an integration would have sent. */
export interface NewAlert {
  readonly summary: string;
  readonly severity: Severity;
  /** The host or component that it came from. */
  readonly source?: string | undefined;
  readonly component?: string | undefined;
  /** Epoch milliseconds; now when unset. */
  readonly at?: number | undefined;
}

export interface RehearsedAlert extends NewAlert {
  readonly id: string;
  readonly at: number;
  readonly resolvedAt?: number | undefined;
}

/** An incident as the rehearsal keeps it. */
export interface RehearsedIncident {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly service: RehearsedService;
  readonly urgency: "high" | "low";
  readonly status: "triggered" | "acknowledged" | "resolved";
  readonly openedAt: number;
  readonly changedAt: number;
  readonly alerts: readonly RehearsedAlert[];
  /** Where people talk about it: the address of its conference bridge. */
  readonly bridgeUrl?: string | undefined;
}

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** An id that looks like PagerDuty's: `Q` and thirteen letters or digits; never the same twice. */
export function rehearsedId(): string {
  return `Q${Array.from(randomBytes(13), (byte) => LETTERS[byte % LETTERS.length]).join("")}`;
}

/** The people who are on call in every rehearsal. */
const PEOPLE = ["Ines Marlow", "Tomasz Wren", "Aiko Lindqvist", "Sam Odhiambo", "Bea Fontaine"];

/** Who is on call for an escalation policy: always the same person for the same policy. */
export function rehearsedOnCall(escalationPolicyId: string): string {
  const sum = Buffer.from(escalationPolicyId).reduce((total, byte) => total + byte, 0);
  return PEOPLE[sum % PEOPLE.length] as string;
}
