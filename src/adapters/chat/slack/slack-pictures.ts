import { hash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { DepmapError, messageOf } from "../../../model/errors.ts";
import type { Block, Reply } from "../../../model/reply.ts";
import type { Log } from "../../../ports/log.ts";
import type { Painter } from "../../../ports/painter.ts";
import { rememberNewest } from "./remember-newest.ts";
import { SlackRefusal, type SlackWeb } from "./slack-web.ts";

/** Pictures as files that Slack's messages can show. */
export interface SlackPictures {
  /** Slack's id of a file that may be shown now; asking for it has it uploaded. `workspace` as in ids. */
  fileOf(svg: string, workspace?: string): string | undefined;
  /** Resolves when every picture of the reply can be shown, or is known not to be had; `withinMs` at the latest. */
  ready(reply: Reply, workspace?: string, withinMs?: number): Promise<void>;
  /** Slack would not show these yet: not to be shown for a moment. */
  notYet(reply: Reply, workspace?: string): void;
}

interface Uploaded {
  file?: string | undefined;
  /** Not before that. */
  shownFrom: number;
  readonly done: Promise<void>;
}

const UploadPlace = z.object({ upload_url: z.url(), file_id: z.string().min(1) });

const KEPT = 200;
const UPLOAD_DEADLINE_MS = 10_000;
/** Slack takes a file in some time after the upload is complete, and does not say when: first this, then that. */
const SOON_MS = 300;
const MOMENT_MS = 1500;

/**
 * Paints pictures and uploads each once for a workspace, by Slack's flow for files from outside.
 *
 * A picture that cannot be painted or uploaded is left out, and tried again with the next message; a missing scope is said
 * once in the log, and the workspace has no pictures until depmap is started anew.
 */
export function createSlackPictures({
  web,
  painter,
  log,
  isSingle,
  nowMs,
}: {
  readonly web: SlackWeb;
  readonly painter: Pick<Painter, "png"> | undefined;
  readonly log: Log;
  /** In one of several workspaces, a picture without a workspace has no place. */
  readonly isSingle: boolean;
  /** Milliseconds of a clock that never goes back. */
  readonly nowMs: () => number;
}): SlackPictures {
  const uploads = new Map<string, Uploaded>();
  const without = new Set<string>();

  async function upload(svg: string, workspace: string | undefined): Promise<string | undefined> {
    const bytes = await painter?.png(svg);
    if (!bytes) return undefined;
    const options = { workspace, deadlineMs: UPLOAD_DEADLINE_MS };
    const asked = { filename: "depmap.png", length: bytes.byteLength };
    const place = UploadPlace.parse(await web.call("files.getUploadURLExternal", asked, options));
    const sent = await fetch(place.upload_url, {
      method: "POST",
      body: new Uint8Array(bytes),
      redirect: "error",
      signal: AbortSignal.timeout(UPLOAD_DEADLINE_MS),
    });
    await sent.body?.cancel();
    if (!sent.ok)
      throw new DepmapError("chat-away", `an upload to Slack ended with ${sent.status}`);
    const files = [{ id: place.file_id, title: "depmap" }];
    await web.call("files.completeUploadExternal", { files }, options);
    return place.file_id;
  }

  function begin(key: string, svg: string, workspace: string | undefined): Uploaded {
    const done = upload(svg, workspace).then(
      (file) => {
        uploaded.file = file;
        uploaded.shownFrom = nowMs() + SOON_MS;
      },
      (fault: unknown) => {
        uploads.delete(key);
        const isForGood = fault instanceof SlackRefusal && fault.needed !== undefined;
        if (isForGood) without.add(workspace ?? "");
        const sentence = isForGood
          ? "messages in Slack have no pictures: give the app the scope and install it again"
          : "a picture could not be put into Slack";
        log.warn({ workspace, why: messageOf(fault) }, sentence);
      },
    );
    const uploaded: Uploaded = { shownFrom: 0, done };
    rememberNewest(uploads, key, uploaded, KEPT);
    return uploaded;
  }

  function uploadOf(svg: string, workspace: string | undefined): Uploaded | undefined {
    if (!painter || without.has(workspace ?? "")) return undefined;
    if (!isSingle && workspace === undefined) return undefined;
    const key = `${workspace ?? ""} ${hash("sha256", svg)}`;
    const known = uploads.get(key);
    if (!known) return begin(key, svg, workspace);
    rememberNewest(uploads, key, known, KEPT);
    return known;
  }

  async function allReady(reply: Reply, workspace: string | undefined): Promise<void> {
    const all = picturesOf(reply).flatMap(({ svg }) => uploadOf(svg, workspace) ?? []);
    await Promise.all(all.map(({ done }) => done));
    const waitMs = Math.max(0, ...all.map(({ shownFrom }) => shownFrom - nowMs()));
    // A timer may be a little early.
    if (waitMs > 0) await wait(Math.ceil(waitMs) + 2);
  }

  return {
    fileOf(svg, workspace) {
      const known = uploadOf(svg, workspace);
      return known && known.shownFrom <= nowMs() ? known.file : undefined;
    },
    async ready(reply, workspace, withinMs) {
      if (picturesOf(reply).length === 0) return;
      const ready = allReady(reply, workspace);
      if (withinMs === undefined) return await ready;
      const enough = new AbortController();
      const late = wait(withinMs, undefined, { signal: enough.signal }).catch(() => {});
      await Promise.race([ready, late]);
      enough.abort();
    },
    notYet(reply, workspace) {
      for (const { svg } of picturesOf(reply)) {
        const known = uploadOf(svg, workspace);
        if (known) known.shownFrom = nowMs() + MOMENT_MS;
      }
    },
  };
}

/** The pictures of a reply. */
export function picturesOf({ blocks }: Reply): (Block & { type: "picture" })[] {
  return blocks.filter((block) => block.type === "picture");
}
