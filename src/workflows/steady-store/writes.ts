import { promisify } from "node:util";
import { deflateRaw, inflateRaw } from "node:zlib";
import type { IncidentRecord } from "../../model/incident.ts";
import type { Proposal } from "../../model/proposal.ts";
import type { GraphStore, Saying } from "../../ports/graph-store.ts";

/** A write that can be made later, and again, with the same effect. */
export type SteadyWrite =
  | { readonly kind: "say"; readonly saying: Saying }
  | { readonly kind: "propose" | "revise"; readonly proposal: Proposal }
  | {
      readonly kind: "decide";
      readonly id: string;
      readonly decision: Parameters<GraphStore["decideProposal"]>[1];
    }
  | { readonly kind: "incident"; readonly record: IncidentRecord };

/** Small enough that nobody waits while one is turned into text. */
const CLAIMS_A_PIECE = 1000;
/** Level 1 is four times as fast as the usual one, and the text still shrinks to a tenth. */
const deflate = promisify(deflateRaw) as (text: string, options: object) => Promise<Uint8Array>;
const inflate = promisify(inflateRaw) as (bytes: Uint8Array) => Promise<Buffer>;

/** What a write is about: two writes about different subjects may change places. */
export function subjectOf(write: SteadyWrite): string {
  switch (write.kind) {
    case "say":
      return write.saying.source.name;
    case "propose":
    case "revise":
      return write.proposal.id;
    case "decide":
      return write.id;
    case "incident":
      return write.record.incident.id;
  }
}

/** The write as compressed bytes: first all but a saying's claims, then those, some at a time. */
export async function packWrite(write: SteadyWrite): Promise<Uint8Array[]> {
  if (write.kind !== "say") return [await pack(write)];
  const { claims, ...saying } = write.saying;
  const pieces = [await pack({ kind: "say", saying })];
  for (let start = 0; start < claims.length; start += CLAIMS_A_PIECE) {
    pieces.push(await pack(claims.slice(start, start + CLAIMS_A_PIECE)));
  }
  return pieces;
}

/** The write out of its bytes. */
export async function unpackWrite([first, ...rest]: readonly Uint8Array[]): Promise<SteadyWrite> {
  const write = (await unpack(first as Uint8Array)) as SteadyWrite;
  if (write.kind !== "say") return write;
  const claims: Saying["claims"][number][] = [];
  for (const piece of rest) {
    for (const claim of (await unpack(piece)) as Saying["claims"]) claims.push(claim);
  }
  return { kind: "say", saying: { ...write.saying, claims } };
}

/** Any JSON value as compressed bytes. */
export async function pack(value: unknown): Promise<Uint8Array> {
  return await deflate(JSON.stringify(value), { level: 1 });
}

/** The value out of its bytes. They are our own: what they hold is trusted. */
export async function unpack(bytes: Uint8Array): Promise<unknown> {
  return JSON.parse((await inflate(bytes)).toString());
}
