import { setTimeout as wait } from "node:timers/promises";
import { messageOf } from "../../../../model/errors.ts";
import type { Reply } from "../../../../model/reply.ts";
import type { Log } from "../../../../ports/log.ts";
import type { Written } from "./message-writer.ts";
import { rememberNewest } from "../remember-newest.ts";
import { readSlackId } from "../slack-ids.ts";
import { picturesOf, type SlackPictures } from "../slack-pictures.ts";

/** Messages that stand without their pictures, until Slack shows them. */
export interface LatePictures {
  /** This is what the message is to say from now on: no picture that comes late may undo it. */
  says(at: Written, reply: Reply): void;
  /** Edits in what was left out, unless somebody changes the message before that. */
  follow(at: Written, reply: Reply): void;
  /** Gives up on those that are not there yet. */
  close(): Promise<void>;
}

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 1000;
const MESSAGES_REMEMBERED = 1000;

/** Tries a few times, with pauses that double; a picture that never comes is a line in the log. */
export function createLatePictures({
  pictures,
  log,
  write,
}: {
  readonly pictures: SlackPictures;
  readonly log: Log;
  readonly write: (at: Written, reply: Reply) => Promise<void>;
}): LatePictures {
  const newestIn = new Map<string, Reply>();
  const attempts = new WeakMap<Reply, number>();
  const stopping = new AbortController();
  const { signal } = stopping;
  const late = new Set<Promise<void>>();

  async function show(at: Written, reply: Reply, attempt: number): Promise<void> {
    const { workspace } = readSlackId(at.channel);
    if (attempt > 0) await wait(FIRST_PAUSE_MS * 2 ** (attempt - 1), undefined, { signal });
    await pictures.ready(reply, workspace);
    const isThere = picturesOf(reply).some(
      ({ svg }) => pictures.fileOf(svg, workspace) !== undefined,
    );
    if (!isThere || signal.aborted || newestIn.get(keyOf(at)) !== reply) return;
    await write(at, reply);
  }

  return {
    says(at, reply) {
      rememberNewest(newestIn, keyOf(at), reply, MESSAGES_REMEMBERED);
    },
    follow(at, reply) {
      const attempt = attempts.get(reply) ?? 0;
      if (attempt >= ATTEMPTS || signal.aborted) return;
      attempts.set(reply, attempt + 1);
      const work = show(at, reply, attempt)
        .catch((fault: unknown) => {
          if (signal.aborted) return;
          log.warn({ ...at, why: messageOf(fault) }, "a picture did not get into Slack");
        })
        .finally(() => late.delete(work));
      late.add(work);
    },
    async close() {
      stopping.abort();
      await Promise.all(late);
    },
  };
}

function keyOf({ channel, message }: Written): string {
  return `${channel} ${message}`;
}
