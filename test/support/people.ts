import type { Person } from "../../src/model/person.ts";
import type { CommandRequest } from "../../src/ports/chat.ts";

export const APPROVER: Person = { id: "maria", name: "Maria", role: "approver" };
export const MEMBER: Person = { id: "robin", name: "Robin", role: "member" };
export const GUEST: Person = { id: "guest", name: "Guest", role: "guest" };

/** A line typed in a channel. */
export function typed(line: string, person: Person = APPROVER): CommandRequest {
  return { id: line, line, person, place: { chat: "test", channel: "incidents" } };
}
