import type { Claim } from "../../../model/assertion.ts";
import type { ComponentId } from "../../../model/component.ts";
import type { GraphSource, Skipped, SourceFile } from "../../../ports/graph-source.ts";
import { componentClaims } from "./component-claims.ts";
import { readEstateDocument } from "./estate-document.ts";
import type { Estate, Part } from "./estate.ts";
import { EstateFile } from "./estate-file.ts";
import { idOfName } from "./estate-names.ts";
import { nearest, type Problem } from "./read-record.ts";
import { journeyClaims, teamClaims } from "./team-and-journey-claims.ts";

/**
 * Reads `estate.yaml`: what people declare by hand. Its format is `EstateFile`.
 *
 * Everything that is wrong is reported with its line and left out; the rest is claimed.
 */
export function createEstateSource(): GraphSource {
  return {
    name: "estate",
    understands: ({ path, text }) =>
      /(^|[./-])estate\.ya?ml$/.test(path) ||
      (/\.ya?ml$/.test(path) &&
        /^(components|journeys|teams):/m.test(text) &&
        !/^(apiVersion|openapi|asyncapi|swagger|services):/m.test(text)),
    read: (files, { environment }) => {
      const skipped: Skipped[] = [];
      const claims: Claim[] = [];
      for (const { file, estate } of readable(files, environment, skipped)) {
        const at = (path: readonly PropertyKey[]) => `${file.path}:${estate.document.lineOf(path)}`;
        for (const { key, line } of estate.document.doubles) {
          const why = `\`${key.slice(0, 100)}\` stands twice in one mapping; the last one counts`;
          skipped.push({ path: `${file.path}:${line}`, why });
        }
        for (const part of [rootKeys, teamClaims, componentClaims, journeyClaims]) {
          const { claims: found, problems } = part(estate);
          for (const { path, ...claim } of found) claims.push({ ...claim, evidence: [at(path)] });
          for (const { path, why } of problems) skipped.push({ path: at(path), why });
        }
      }
      return [{ source: { name: "estate", type: "import" }, claims, skipped }];
    },
  };
}

function readable(files: readonly SourceFile[], environment: string, skipped: Skipped[]) {
  const estates = files.flatMap((file) => {
    const document = readEstateDocument(file.text);
    if ("why" in document) {
      skipped.push({ path: `${file.path}:${document.line}`, why: document.why, unread: true });
      return [];
    }
    const place = {
      environment: textOf(document.data["environment"]) ?? environment,
      namespace: textOf(document.data["namespace"]) ?? "default",
    };
    return [{ file, document, place }];
  });
  const declared = new Set<ComponentId>();
  const teams = new Set<string>();
  for (const { document, place } of estates) {
    for (const name of keysOf(document.data["components"])) {
      const named = idOfName(name, place);
      if ("id" in named) declared.add(named.id);
    }
    for (const team of keysOf(document.data["teams"])) teams.add(team);
  }
  return estates.map(({ file, document, place }) => ({
    file,
    estate: { document, declared, teams, ...place },
  }));
}

/** Unknown keys at the top, and known ones that hold something else than expected. */
function rootKeys({ document }: Estate): Part {
  const known = Object.keys(EstateFile.shape);
  const problems: Problem[] = [];
  for (const [key, value] of Object.entries(document.data)) {
    if (!known.includes(key)) {
      const why = `unknown key \`${key.slice(0, 100)}\`: ${nearest(key, known)}`;
      problems.push({ path: [key], why });
    } else if (key === "environment" || key === "namespace") {
      if (textOf(value) === undefined) problems.push({ path: [key], why: `\`${key}\` is a name` });
    } else if (value !== null && (typeof value !== "object" || Array.isArray(value))) {
      problems.push({ path: [key], why: `\`${key}\` is a mapping from names to what they are` });
    }
  }
  return { claims: [], problems };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" && value.length <= 100
    ? value
    : undefined;
}

function keysOf(value: unknown): string[] {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.keys(value)
    : [];
}
