import { capture } from "../../src/capture/capture.ts";
import type { CapturedDependency, End } from "../../src/capture/captured.ts";
import { lexiconOf } from "../../src/capture/lexicon.ts";

/** The invented estate of the capture tests: a lending library's systems. */
export const LIBRARY = lexiconOf([
  { id: "catalog", name: "Catalog", aliases: ["catalogue service"] },
  { id: "loans", name: "Loan desk", aliases: ["loans"] },
  { id: "fines", name: "Fines API", aliases: ["fines"] },
  { id: "shelf-db", name: "shelf-db", aliases: ["shelf database"] },
  { id: "hold-queue", name: "Hold queue", aliases: [] },
  { id: "scan-bus", name: "Scan bus", aliases: ["Kafka"] },
  { id: "session-cache", name: "Session cache", aliases: ["Redis"] },
  { id: "card-auth", name: "Card auth", aliases: ["card-auth service"] },
  { id: "indexer", name: "Title indexer", aliases: ["indexer"] },
  { id: "mailer", name: "Reminder mailer", aliases: ["mailer"] },
  { id: "kiosk", name: "Kiosk app", aliases: ["kiosks"] },
  { id: "resolver", name: "Branch resolver", aliases: ["internal DNS"] },
  { id: "us-west-2b", name: "us-west-2b", aliases: [] },
  { id: "opsgenie", name: "Opsgenie", aliases: [] },
  { id: "terraform", name: "Terraform", aliases: [] },
]);

/** What is captured from messages, as arrows: `a -> b`, and `a -x b` for a removal; new names in quotation marks. */
export function arrowsOf(...texts: (string | [author: string, text: string])[]): string[] {
  return readAll(...texts)
    .map(arrowOf)
    .toSorted();
}

export function readAll(
  ...texts: (string | [author: string, text: string])[]
): readonly CapturedDependency[] {
  const thread = texts.map((text) =>
    typeof text === "string" ? { author: "ann", text } : { author: text[0], text: text[1] },
  );
  return capture(thread, LIBRARY);
}

function arrowOf({ change, consumer, provider }: CapturedDependency): string {
  return `${nameOf(consumer)} ${change === "add" ? "->" : "-x"} ${nameOf(provider)}`;
}

function nameOf(end: End): string {
  return "known" in end ? end.known : `"${end.new}"`;
}
