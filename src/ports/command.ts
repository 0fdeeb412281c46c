import type { z } from "zod";
import type { Person } from "../model/person.ts";
import type { Reply } from "../model/reply.ts";
import type { Snapshot } from "../model/snapshot/snapshot.ts";
import type { SinglePointBook } from "./analyst.ts";
import type { Place } from "./chat.ts";
import type { GraphStore } from "./graph-store.ts";
import type { StoreCondition } from "./journal.ts";
import type { Painter } from "./painter.ts";

/** What a command may use. It never sees Slack, Teams or Neo4j. */
export interface CommandContext {
  /** The map to answer from. */
  readonly snapshot: Snapshot;
  readonly store: GraphStore;
  readonly painter: Painter;
  /** Without it, single points of failure are worked out on the spot, however long that takes. */
  readonly singlePoints?: SinglePointBook | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly asker: Person;
  readonly place: Place;
  /** The open or last incident of the channel in which it was asked. */
  readonly incidentId?: string | undefined;
  /** What was typed, without `/depmap`; a button that asks first runs it again. */
  readonly line: string;
  /** Set once the asker has pressed the button that "asks first" shows. */
  readonly confirmed: boolean;
  /** How it stands with the graph store, where writes are kept while it is away. */
  readonly storeCondition?: StoreCondition | undefined;
  /** Has an incident told in the channel in which it was asked; unset where there is no channel to tell it in. */
  readonly linkChannel?: ((incidentId: string) => Promise<"linked" | "was linked">) | undefined;
  /** Every command, for help. */
  readonly commands: readonly Command[];
}

/** A reply for people, and the same answer as plain data for `--json`. */
export interface Answer {
  readonly reply: Reply;
  readonly data: unknown;
}

/** One `/depmap` command, as it is declared. Help, the README's table, completion and the manifest come from it. */
export interface Command<Args extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly aliases: readonly string[];
  /** One line, beginning with a verb, without a full stop. */
  readonly summary: string;
  /** The arguments: those in `positionals` by place (in that order), all others as `--flags`. */
  readonly args: Args;
  readonly positionals: readonly (keyof z.infer<Args> & string)[];
  /** A line that runs, without `/depmap`. */
  readonly example: string;
  /** `asks first`: it changes the map; only approvers, and only after a confirming click. */
  readonly effects: "none" | "asks first";
  /** Set where `run` itself looks what a member may change: any other command that asks first is for approvers alone. */
  readonly ownersToo?: boolean;
  run(context: CommandContext, args: z.infer<Args>): Promise<Answer>;
}

/** Checks a command as it is written down; returns it unchanged. */
export function defineCommand<Args extends z.ZodObject>(command: Command<Args>): Command {
  return command as unknown as Command;
}
