import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readSourceFiles } from "../src/adapters/sources/files/read-source-files.ts";
import { createKubernetesSource } from "../src/adapters/sources/kubernetes/kubernetes-source.ts";
import { nameOf } from "../src/model/component.ts";
import type { SourceFile } from "../src/ports/graph-source.ts";

const Truth = z.object({
  nodes: z.array(z.object({ id: z.string() })),
  dependencies: z.array(z.object({ from: z.string(), to: z.string() })),
});

interface Guess {
  readonly components: ReadonlySet<string>;
  readonly dependencies: ReadonlySet<string>;
}

/**
 * Measures how much of a known system the Kubernetes reader finds, and how much of what it finds is true.
 *
 * Reads `topologies/online-boutique` in the folder: `inputs/kubernetes-manifests` against `truth.json`, names by their
 * last part. The alternative takes each `host:port` for a dependency of the object it stands in, resolving nothing. Gives the table as text.
 */
export async function evalTopology(folder: string): Promise<string> {
  const home = join(folder, "topologies", "online-boutique");
  const truth = Truth.parse(JSON.parse(readFileSync(join(home, "truth.json"), "utf8")));
  const { files } = await readSourceFiles([join(home, "inputs", "kubernetes-manifests")]);
  const wanted: Guess = {
    components: new Set(truth.nodes.map(({ id }) => id)),
    dependencies: new Set(truth.dependencies.map(({ from, to }) => `${from} -> ${to}`)),
  };
  const ours = importerGuess(files);
  const theirs = everyAddress(files);
  const rows = [
    ["depmap import", ours],
    ["every host:port is a dependency", theirs],
  ] as const;
  const lines = [
    "Topology: Kubernetes manifests of one system against its source code (precision, recall)",
    `${"".padEnd(34)}components   dependencies`,
    ...rows.map(([name, guess]) => {
      const components = score(guess.components, wanted.components);
      return `${name.padEnd(34)}${components}   ${score(guess.dependencies, wanted.dependencies)}`;
    }),
    ...missing(ours.dependencies, wanted.dependencies).map((edge) => `  not true: ${edge}`),
    ...missing(wanted.dependencies, ours.dependencies).map((edge) => `  missed:   ${edge}`),
  ];
  return lines.join("\n");
}

function missing(these: ReadonlySet<string>, among: ReadonlySet<string>): string[] {
  return [...these].filter((one) => !among.has(one));
}

function importerGuess(files: readonly SourceFile[]): Guess {
  const source = createKubernetesSource();
  const claims = source
    .read(
      files.filter((file) => source.understands(file)),
      { environment: "eval" },
    )
    .flatMap((found) => found.claims);
  const components = new Set<string>();
  const dependencies = new Set<string>();
  for (const { fact } of claims) {
    if (fact.type === "component") components.add(nameOf(fact.component.id));
    if (fact.type !== "dependency") continue;
    const { consumer, provider } = fact.dependency;
    dependencies.add(`${nameOf(consumer)} -> ${nameOf(provider)}`);
  }
  return { components, dependencies };
}

/** What a search for `host:port` gives: the name that stands last above the line, and the host in the line. */
function everyAddress(files: readonly SourceFile[]): Guess {
  const components = new Set<string>();
  const dependencies = new Set<string>();
  for (const { text } of files) {
    let object = "";
    let inMetadata = false;
    for (const line of text.split("\n")) {
      inMetadata = /^\S/.test(line) ? line.startsWith("metadata:") : inMetadata;
      const name = inMetadata ? /^ {2}name: (\S+)/.exec(line)?.[1] : undefined;
      if (name) object = name;
      const host = /([a-z][\w.-]*):\d{1,5}\b/i.exec(line)?.[1];
      if (!host || !object) continue;
      dependencies.add(`${object} -> ${host}`);
      components.add(object).add(host);
    }
  }
  return { components, dependencies };
}

function score(guess: ReadonlySet<string>, wanted: ReadonlySet<string>): string {
  const right = [...guess].filter((one) => wanted.has(one)).length;
  const share = (of: number) => (of === 0 ? 0 : right / of).toFixed(2);
  return `${share(guess.size)}  ${share(wanted.size)}`;
}
