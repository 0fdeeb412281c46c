import { parentPort, workerData } from "node:worker_threads";
import type { LoneFailures } from "../../../model/lone-failures.ts";
import type { Snapshot } from "../../../model/snapshot/snapshot.ts";
import { snapshotFromShared, type SharedSnapshot } from "./shared-snapshot.ts";

/** What a thread is given when it starts. */
export interface Assignment {
  /** The module whose `loneFailures` answers. */
  readonly question: string;
  readonly shared: SharedSnapshot;
}

/** A part of the work: places in the module's own order, from `first` to before `end`. */
export interface Range {
  readonly first: number;
  readonly end: number;
}

/** The module's export. */
interface Question {
  loneFailures(snapshot: Snapshot, first: number, end: number): LoneFailures;
}

const { question, shared } = workerData as Assignment;
const asked = (await import(question)) as Question;
const snapshot = snapshotFromShared(shared);

parentPort?.on("message", ({ first, end }: Range) => {
  parentPort?.postMessage(asked.loneFailures(snapshot, first, end));
});
