import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openJournalFile } from "../../../../../src/adapters/journal/sqlite/journal-file.ts";
import { createSqliteJournal } from "../../../../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { DepmapError } from "../../../../../src/model/errors.ts";
import type { RequestBox } from "../../../../../src/ports/request-box.ts";
import { startSlackBench, type SlackBench } from "../../../../support/slack-storm/slack-bench.ts";
import { commandBody, eventBody } from "../../../../support/slack-storm/slack-bodies.ts";

const loud = (bench: SlackBench) => bench.said.filter(({ level }) => level === "error");

/** Listeners that fail so many times, then work. */
function failing(times: number, fault: Error = new Error("not now")) {
  let calls = 0;
  return {
    calls: () => calls,
    listen: (
      app: Parameters<NonNullable<Parameters<typeof startSlackBench>[0]>["listen"] & {}>[0],
    ) =>
      app.event(/.*/u, () => {
        calls += 1;
        return calls <= times ? Promise.reject(fault) : Promise.resolve();
      }),
  };
}

describe("between acknowledgement and answer", () => {
  let folder: string;
  let bench: SlackBench | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "depmap-slack-"));
  });
  afterEach(async () => {
    await bench?.close();
    await rm(folder, { recursive: true });
  });

  it("acknowledges while a listener is still at it", async () => {
    const release = Promise.withResolvers<void>();
    bench = await startSlackBench({
      folder,
      listen: (app) => app.event(/.*/u, () => release.promise),
    });

    expect((await bench.post(eventBody("Ev1"))).status).toBe(200);
    release.resolve();
    await bench.receiver.idle();
  });

  it("has what was acknowledged on disk", async () => {
    const release = Promise.withResolvers<void>();
    bench = await startSlackBench({
      folder,
      listen: (app) => app.event(/.*/u, () => release.promise),
    });
    await bench.post(eventBody("Ev1"));

    const file = openJournalFile(bench.path);
    expect(file.sql("SELECT id FROM request").all()).toEqual([{ id: "slack event Ev1" }]);
    file.close();
    release.resolve();
  });

  it("tries again what a listener threw", async () => {
    const listener = failing(2);
    bench = await startSlackBench({ folder, listen: listener.listen });
    await bench.post(eventBody("Ev1"));
    await bench.receiver.idle();

    expect(listener.calls()).toBe(3);
    expect(loud(bench)).toEqual([]);
  });

  it("sets aside, aloud, what fails every time, and does not take it up again", async () => {
    const listener = failing(99);
    bench = await startSlackBench({ folder, listen: listener.listen });
    await bench.post(eventBody("Ev1"));
    await bench.receiver.idle();
    await bench.receiver.start();
    await bench.receiver.idle();

    expect(listener.calls()).toBe(3);
    expect(loud(bench)).toHaveLength(1);
  });

  it("does not try again for a workspace that depmap was removed from", async () => {
    let asked = 0;
    bench = await startSlackBench({
      folder,
      authorize() {
        asked += 1;
        return Promise.reject(new DepmapError("not-allowed", "not installed in T1"));
      },
    });
    await bench.post(eventBody("Ev1"));
    await bench.receiver.idle();

    expect(asked).toBe(1);
    expect(bench.heard).toEqual([]);
  });

  it("tries again when it cannot be told who depmap is there", async () => {
    let asked = 0;
    bench = await startSlackBench({
      folder,
      authorize() {
        asked += 1;
        if (asked === 1) return Promise.reject(new DepmapError("chat-away", "Slack is away"));
        return Promise.resolve({ botToken: "xoxb-1", botId: "B1", botUserId: "UBOT" });
      },
    });
    await bench.post(eventBody("Ev1"));
    await bench.receiver.idle();

    expect(bench.heard).toEqual(["Ev1"]);
  });

  it("answers after a restart what was left, and only that", async () => {
    const first = await startSlackBench({
      folder,
      settings: { apiUrl: "http://127.0.0.1:9/api/", retryPausesMs: [600_000] },
      listen: (app) =>
        app.event(/.*/u, ({ body }) =>
          body.event_id === "Ev1" ? Promise.reject(new Error("not now")) : Promise.resolve(),
        ),
    });
    await first.post(eventBody("Ev1"));
    await first.post(eventBody("Ev2"));
    await first.close();

    bench = await startSlackBench({ folder });
    await bench.receiver.start();
    await bench.receiver.idle();

    expect(bench.heard).toEqual(["Ev1"]);
  });

  it("does not take for left over what came before it was started", async () => {
    const release = Promise.withResolvers<void>();
    let calls = 0;
    bench = await startSlackBench({
      folder,
      listen: (app) =>
        app.event(/.*/u, () => {
          calls += 1;
          return release.promise;
        }),
    });
    await bench.post(eventBody("Ev1"));
    await bench.receiver.start();
    await bench.post(eventBody("Ev2"));
    release.resolve();
    await bench.receiver.idle();

    expect(calls).toBe(2);
  });

  /** As if a process had been killed so often while it answered this event. */
  async function begunBefore(id: string, attempts: number): Promise<void> {
    const first = await startSlackBench({ folder });
    await first.post(eventBody("Ev0"));
    await first.close();
    const file = openJournalFile(first.path);
    file
      .sql("INSERT INTO request (id, chat, received_at, attempts, body) VALUES (?, ?, ?, ?, ?)")
      .run(`slack event ${id}`, "slack", 1, attempts, JSON.stringify(eventBody(id)));
    file.close();
  }

  it("lets wait what was begun again and again, for it may be what kills", async () => {
    await begunBefore("Ev1", 3);

    bench = await startSlackBench({
      folder,
      settings: { apiUrl: "http://127.0.0.1:9/api/", retryPausesMs: [600_000] },
    });
    await bench.receiver.start();
    await bench.post(eventBody("Ev2"));
    await bench.receiver.stop();

    expect(bench.heard).toEqual(["Ev2"]);
  });

  it("gives up, aloud, what was begun too often and never ended", async () => {
    await begunBefore("Ev1", 8);

    bench = await startSlackBench({ folder });
    await bench.receiver.start();
    await bench.receiver.idle();

    expect(bench.heard).toEqual([]);
    expect(loud(bench)).toHaveLength(1);
  });

  it("forgets at once what is not for depmap", async () => {
    bench = await startSlackBench({ folder, isForUs: () => false });

    expect((await bench.post(eventBody("Ev1"))).status).toBe(200);
    const file = openJournalFile(bench.path);
    expect(file.sql("SELECT id FROM request").all()).toEqual([]);
    file.close();
  });

  it("keeps and hands on the form that may be kept", async () => {
    const seen: unknown[] = [];
    bench = await startSlackBench({
      folder,
      keptForm: () => ({ ...eventBody("Ev1"), event: { type: "app_mention", channel: "C1" } }),
      listen: (app) =>
        app.event("app_mention", ({ event }) => {
          seen.push(event);
          return Promise.resolve();
        }),
    });
    await bench.post(eventBody("Ev1"));
    await bench.receiver.idle();

    expect(seen).toEqual([{ type: "app_mention", channel: "C1" }]);
  });

  it("acknowledges with what it is given for a body", async () => {
    bench = await startSlackBench({ folder, ackFor: () => ({ response_action: "clear" }) });
    const answer = await bench.post(
      { type: "view_submission", trigger_id: "t1", view: { id: "V1", type: "modal" } },
      { as: "interaction" },
    );

    expect(await answer.json()).toEqual({ response_action: "clear" });
  });
});

describe("while the journal is away", () => {
  it.concurrent("leaves an event to be sent again, and says no to a command in words", async () => {
    const bench = await startSlackBench();
    await bench.post(eventBody("Ev0"));
    await bench.receiver.idle();
    const lock = openJournalFile(bench.path);
    lock.begin();

    const [event, command] = await Promise.all([
      bench.post(eventBody("Ev1")),
      bench.post(commandBody("t1"), { as: "form" }),
    ]);
    lock.rollback();

    expect(event.status).toBe(503);
    expect(command.status).toBe(200);
    expect(await command.json()).toMatchObject({ response_type: "ephemeral" });

    expect((await bench.post(eventBody("Ev1"))).status).toBe(200);
    await bench.receiver.idle();
    expect(bench.heard).toEqual(["Ev0", "Ev1"]);
    lock.close();
    await bench.close();
  });

  it.concurrent("answers within Slack's patience when the journal is too slow, and does once what gets there late", async () => {
    const folder = await mkdtemp(join(tmpdir(), "depmap-slack-"));
    const clock = { now: () => Date.now() };
    const journal = createSqliteJournal({ path: join(folder, "journal.db"), clock });
    const slow: RequestBox = {
      ...journal.requests,
      keep: (request) => wait(2900).then(() => journal.requests.keep(request)),
    };
    const bench = await startSlackBench({ requests: slow });

    const [event, command] = await Promise.all([
      bench.post(eventBody("Ev1")),
      bench.post(commandBody("t1"), { as: "form" }),
    ]);
    await bench.receiver.idle();

    expect(event.status).toBe(503);
    expect(await command.json()).toMatchObject({ response_type: "ephemeral" });
    // Slack sends the event again, and it is known; the command was refused, and stays so.
    expect(bench.heard).toEqual(["Ev1"]);
    expect(await journal.requests.unanswered("slack")).toEqual([]);
    await bench.close();
    await journal.close();
    await rm(folder, { recursive: true });
  });
});
