import type { Workload } from "./workload.ts";

/** Finds the workloads whose pods carry all of some labels, in any namespace. */
export type LabelIndex = (labels: Readonly<Record<string, string>>) => readonly Workload[];

/** Builds the index; without it every Service and every policy would look at every workload. */
export function indexLabels(workloads: readonly Workload[]): LabelIndex {
  const byLabel = new Map<string, Workload[]>();
  for (const workload of workloads) {
    for (const [key, value] of Object.entries(workload.labels)) {
      const label = `${key} ${value}`;
      const known = byLabel.get(label);
      if (known) known.push(workload);
      else byLabel.set(label, [workload]);
    }
  }
  return (labels) => {
    const wanted = Object.entries(labels);
    const found = wanted.map(([key, value]) => byLabel.get(`${key} ${value}`) ?? []);
    const [fewest = []] = found.toSorted((a, b) => a.length - b.length);
    return fewest.filter((workload) =>
      wanted.every(([key, value]) => workload.labels[key] === value),
    );
  };
}
