import type { Request } from "express";
import type { Person } from "../../../model/person.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { ChannelStore } from "./channel-store.ts";
import { cookieOf } from "./cookies.ts";
import type { MessageStore } from "./message-store.ts";
import type { PictureImage } from "./picture-images.ts";

/** What the routes of the local workspace share. */
export interface Workspace {
  readonly messages: MessageStore;
  readonly channels: ChannelStore;
  /** Whoever one may act as; the first is the usual one. */
  readonly people: readonly [Person, ...Person[]];
  /** The channel that opens first. */
  readonly firstChannel: string;
  readonly clock: Clock;
  /** The image that is served for a picture. */
  readonly imageOf: (svg: string) => Promise<PictureImage>;
  /** Called after every change. */
  readonly changed: () => void;
}

export const PERSON_COOKIE = "depmap-person";

/** As whom the browser acts. */
export function viewerOf({ people }: Pick<Workspace, "people">, request: Request): Person {
  const id = cookieOf(request, PERSON_COOKIE);
  return people.find((person) => person.id === id) ?? people[0];
}

/** A field of a form or an address as text; empty when it is missing or not one text. */
export function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}
