import type { Fact } from "../../../model/assertion.ts";
import type { ComponentId } from "../../../model/component.ts";
import { idOfEnd, type NamePlace } from "./estate-names.ts";
import { EstateDependency } from "./estate-file.ts";
import { readRecord, type Problem } from "./read-record.ts";

/** A person wrote it down, and nobody has seen it happen. */
const WRITTEN_CONFIDENCE = 0.95;

/** One written dependency as a fact, and what of it was left out. */
export function readDependency(
  consumer: ComponentId,
  written: unknown,
  place: NamePlace,
  declared: ReadonlySet<ComponentId>,
): { fact?: Fact; confidence: number; problems: readonly Problem[] } {
  const { item, problems } = readRecord(
    EstateDependency,
    typeof written === "string" ? { on: written } : written,
  );
  if (!item) return { confidence: 0, problems };
  const refuse = (why: string, key = "on") => ({
    confidence: 0,
    problems: [...problems, { path: typeof written === "string" ? [] : [key], why }],
  });
  const provider = idOfEnd(item.on, place, declared);
  if ("why" in provider) return refuse(provider.why);
  if (provider.id === consumer) return refuse("a component does not depend on itself");
  const fallback = item.fallback ? idOfEnd(item.fallback, place, declared) : undefined;
  const also: Problem[] = [];
  if (fallback && "why" in fallback) also.push({ path: ["fallback"], why: fallback.why });

  const stated = {
    strength: item.strength,
    timeoutMs: item.timeout,
    retries: item.retries,
    toleratedLagMs: item["tolerated-lag"],
    [item.as === "batch" ? "batchIntervalMs" : "pollingIntervalMs"]: item.every,
    bufferMs: item.buffer,
    fallback: fallback && "id" in fallback ? fallback.id : undefined,
    redundancyGroup: item.group && { name: item.group.name, needed: item.group.needs },
    monitored: item.monitored,
    trafficPerMinute: item["traffic-per-minute"],
  };
  const traits = Object.fromEntries(
    Object.entries(stated).filter(([, value]) => value !== undefined),
  );
  const dependency = { consumer, provider: provider.id, coupling: item.as ?? "call", ...traits };
  return {
    fact: { type: "dependency", dependency },
    confidence: item.confidence ?? WRITTEN_CONFIDENCE,
    problems: [...problems, ...also],
  };
}
