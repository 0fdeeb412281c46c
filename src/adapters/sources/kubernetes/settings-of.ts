import type { Skipped } from "../../../ports/graph-source.ts";
import type { Inventory, Placed } from "./inventory.ts";
import type { Settings } from "./manifest.ts";
import type { PlacedContainer, Workload } from "./workload.ts";

/** A text that a workload is given, which may name what it talks to. */
export interface Setting {
  /** The variable's, flag's or key's name; empty when there is none. */
  readonly name: string;
  readonly value: string;
  /** Where the value stands, and where it is brought in when that is elsewhere. */
  readonly places: readonly string[];
  readonly origin: "variable" | "argument" | "file";
}

/** A variable expands to no more than this, whatever it refers to. */
const LONGEST_VALUE = 10_000;
const LOCATION_LINE = /^[\s"'-]*([a-z][a-z0-9_.-]{0,80})["']?\s*[:=]\s*(.*)$/i;

/** Everything a workload's containers are told: variables, arguments, and the files that are mounted. */
export function settingsOf(
  workload: Workload,
  inventory: Inventory,
): { readonly settings: readonly Setting[]; readonly skipped: readonly Skipped[] } {
  const skipped: Skipped[] = [];
  const settings = workload.containers.flatMap((placed) => {
    const variables = variablesOf(workload, placed, inventory, skipped);
    const values = new Map(variables.map(({ name, value }) => [name, value]));
    return [
      ...variables.map((setting) => ({ ...setting, value: expand(setting.value, values) })),
      ...argumentsOf(workload, placed).map((setting) => ({
        ...setting,
        value: expand(setting.value, values),
      })),
    ];
  });
  return { settings: [...settings, ...filesOf(workload, inventory)], skipped };
}

function variablesOf(
  { namespace, resource }: Workload,
  { container, path }: PlacedContainer,
  inventory: Inventory,
  skipped: Skipped[],
): Setting[] {
  const settings: Setting[] = [];
  const missing = (name: string, place: string) => {
    const why = `ConfigMap \`${name}\` is not among these manifests: what it sets is not known`;
    skipped.push({ path: place, why });
  };
  for (const [index, { prefix = "", configMapRef, secretRef }] of container.envFrom.entries()) {
    const place = resource.placeOf([...path, "envFrom", index]);
    const name = configMapRef?.name ?? secretRef?.name ?? "";
    const source = (configMapRef ? inventory.configMaps : inventory.secrets).get(
      `${namespace}/${name}`,
    );
    if (!source && configMapRef) missing(name, place);
    for (const [key, held] of heldBy(source)) {
      settings.push({
        name: `${prefix}${key}`,
        value: held.value,
        places: [held.place, place],
        origin: "variable",
      });
    }
  }
  for (const [index, { name, value, valueFrom }] of container.env.entries()) {
    const at = [...path, "env", index];
    if (value !== undefined) {
      const places = [resource.placeOf([...at, "value"])];
      settings.push({ name, value, places, origin: "variable" });
      continue;
    }
    const ref = valueFrom?.configMapKeyRef ?? valueFrom?.secretKeyRef;
    if (!ref) continue;
    const place = resource.placeOf([...at, "valueFrom"]);
    const from = valueFrom?.configMapKeyRef ? inventory.configMaps : inventory.secrets;
    const source = from.get(`${namespace}/${ref.name ?? ""}`);
    if (!source && valueFrom?.configMapKeyRef) missing(ref.name ?? "", place);
    const held = heldBy(source).get(ref.key ?? "");
    if (!held) continue;
    settings.push({ name, value: held.value, places: [held.place, place], origin: "variable" });
  }
  return settings;
}

/** The keys of a ConfigMap or Secret. A Secret's encoded values are decoded; they go no further than `addressesIn`. */
function heldBy(
  source: Placed<Settings> | undefined,
): ReadonlyMap<string, { value: string; place: string }> {
  const held = new Map<string, { value: string; place: string }>();
  if (!source) return held;
  const isSecret = source.resource.kind === "Secret";
  for (const part of ["data", "stringData"] as const) {
    for (const [key, text] of Object.entries(source.item[part])) {
      const value =
        isSecret && part === "data" ? Buffer.from(text, "base64").toString("utf8") : text;
      held.set(key, { value, place: source.resource.placeOf([part, key]) });
    }
  }
  return held;
}

/** `--flag=value`, `--flag value` and plain words, of command and args. */
function argumentsOf({ resource }: Workload, { container, path }: PlacedContainer): Setting[] {
  return (["command", "args"] as const).flatMap((part) =>
    container[part].map((text, index, all): Setting => {
      const [, flag, after] = /^--?([a-z][\w.-]*)=([^]*)$/i.exec(text) ?? [];
      const before = /^--?([a-z][\w.-]*)$/i.exec(all[index - 1] ?? "")?.[1];
      return {
        name: flag ?? (text.startsWith("-") ? "" : (before ?? "")),
        value: after ?? text,
        places: [resource.placeOf([...path, part, index])],
        origin: "argument",
      };
    }),
  );
}

/** The lines of every ConfigMap that is mounted as files; comments are left out. */
function filesOf({ pod, namespace }: Workload, { configMaps }: Inventory): Setting[] {
  const names = pod.spec.volumes.flatMap(({ configMap, projected }) => [
    configMap?.name,
    ...(projected?.sources.map((source) => source.configMap?.name) ?? []),
  ]);
  return [...new Set(names)].flatMap((name) => {
    const source = configMaps.get(`${namespace}/${name ?? ""}`);
    return Object.entries(source?.item.data ?? {}).flatMap(([key, text]) =>
      text.split("\n").flatMap((line, index): Setting[] => {
        if (line.length > LONGEST_VALUE || /^\s*(#|\/\/|;|--)/.test(line)) return [];
        const [, word = "", rest = line] = LOCATION_LINE.exec(line) ?? [];
        const value = rest.replace(/\s#.*$/, "").trim();
        if (value === "") return [];
        const place = source?.resource.placeOf(["data", key], index) ?? "";
        return [{ name: word, value: unquoted(value), places: [place], origin: "file" }];
      }),
    );
  });
}

function unquoted(value: string): string {
  return value.replace(/,$/, "").replace(/^(["'])(.*)\1$/, "$2");
}

/** `$(NAME)` as Kubernetes expands it, and `${NAME}` and `$NAME` as the shell in a command would. */
function expand(value: string, values: ReadonlyMap<string, string>): string {
  let text = value;
  for (let round = 0; round < 5 && text.includes("$"); round += 1) {
    let length = text.length;
    text = text.replaceAll(
      /\$(?:\((\w+)\)|\{(\w+)(?::-[^}]*)?\}|([A-Z_][A-Z0-9_]*))/g,
      (whole: string, ...names: (string | undefined)[]) => {
        const known = values.get(names.slice(0, 3).find((name) => name !== undefined) ?? "");
        if (known === undefined || length + known.length > LONGEST_VALUE) return whole;
        length += known.length;
        return known;
      },
    );
  }
  return text;
}
