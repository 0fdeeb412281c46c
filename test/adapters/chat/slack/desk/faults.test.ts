import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Reply } from "../../../../../src/model/reply.ts";
import { richReply } from "../../../../support/rich-reply.ts";
import { startDeskBench, type DeskBench } from "./desk-bench.ts";

const saying = (headline: string, visibility: "asker" | "channel" = "asker") =>
  Reply.parse({ headline, visibility });

describe("answers while Slack has its troubles", () => {
  let bench: DeskBench;
  beforeEach(async () => {
    bench = await startDeskBench({ deadlineMs: 800 });
  });
  afterEach(() => bench.close());

  it("posts once when the answer to a post is lost", async () => {
    const { double } = bench;
    bench.handle({ onCommand: async () => saying("payments is down", "channel") });
    double.fail("chat.postMessage", { kind: "reply-lost" });

    await double.as("UADA").commands("CINC", "status");
    await bench.settled();

    expect(double.as("UBEN").sees("CINC").split("payments is down")).toHaveLength(2);
    expect(bench.handed.commands).toHaveLength(2);
  });

  it("tries again when an answer came through nowhere", async () => {
    const { double } = bench;
    for (const method of ["chat.postEphemeral", "chat.postMessage"]) {
      double.fail(method, { kind: "status", status: 503 });
    }

    await double.as("UADA").mentions("CINC", "status");
    await bench.settled();

    expect(double.as("UADA").sees("CINC")).toContain("You asked: status");
  });

  it("gives an answer up that Slack will have nowhere, and says so", async () => {
    const { double, said } = bench;
    for (const method of ["chat.postEphemeral", "chat.postMessage"]) {
      double.fail(method, { kind: "error", error: "restricted_action" });
    }

    await double.as("UADA").mentions("CINC", "status");
    await bench.settled();

    expect(bench.handed.commands).toHaveLength(1);
    expect(said.at(-1)).toContain("an answer could be shown nowhere");
  });

  it("answers others while one answer hangs", async () => {
    const { double } = bench;
    const release = Promise.withResolvers<void>();
    bench.handle({
      async onCommand({ line }) {
        if (line === "slow") await release.promise;
        return saying(`answer to ${line}`);
      },
    });

    await double.as("UADA").commands("CINC", "slow");
    await double.as("UADA").commands("CINC", "quick");
    await expect.poll(() => double.as("UADA").sees("CINC")).toContain("answer to quick");
    const before = double.as("UADA").sees("CINC");
    release.resolve();
    await bench.settled();

    expect(before).not.toContain("answer to slow");
    expect(double.as("UADA").sees("CINC")).toContain("answer to slow");
  });

  it("shows a modal's answer in the channel when the modal cannot be changed", async () => {
    const { double } = bench;
    const button = { label: "Owners", action: { type: "command", line: "owners" } };
    const tray = Reply.parse({ headline: "?", blocks: [{ type: "buttons", buttons: [button] }] });
    bench.handle({ onCommand: async () => tray, onAction: async () => saying("Team Basket") });
    await double.as("UADA").usesShortcut("ask");
    await bench.settled();
    double.fail("views.update", { kind: "error", error: "not_found" });

    await double.as("UADA").pressesInModal("Owners");
    await bench.settled();

    const [direct] = double.calls("chat.postMessage");
    expect(direct?.args).toMatchObject({
      channel: "UADA",
      text: expect.stringContaining("Basket"),
    });
  });

  it("puts no late picture into a modal that shows something else by now, and tries it once", async () => {
    const { double } = bench;
    double.fail("files.getUploadURLExternal", { kind: "rate-limited", retryAfterSeconds: 1 });
    const blocks = richReply().blocks.flatMap((block) => {
      if (block.type !== "picture") return [];
      return [{ ...block, svg: block.svg.replace("<svg ", '<svg width="480pt" height="150pt" ') }];
    });
    bench.handle({ onCommand: async () => Reply.parse({ headline: "Map", blocks }) });
    double.fail("views.update", { kind: "error", error: "hash_conflict" });

    await double.as("UADA").usesShortcut("ask");
    await bench.settled();

    expect(double.as("UADA").seesModal()).toContain("Map");
    expect(double.calls("views.update")).toHaveLength(1);
  });

  it("answers at a response address of Slack's only", async () => {
    const { double, said } = bench;
    const asked: string[] = [];
    const elsewhere = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.end("ok");
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
    const { port } = elsewhere.address() as AddressInfo;

    await double.deliver("command", {
      command: "/depmap",
      text: "status",
      team_id: "T1",
      user_id: "UADA",
      channel_id: "CINC",
      trigger_id: "1.2.3",
      response_url: `http://127.0.0.1:${port}/commands/T1/1/x`,
    });
    await bench.settled();
    await new Promise((resolve) => elsewhere.close(resolve));

    expect(asked).toEqual([]);
    expect(double.as("UADA").sees("CINC")).toContain("You asked: status");
    expect(said).toEqual([expect.stringContaining("a response address is not Slack's")]);
  });

  it("captures nothing where the thread cannot be read", async () => {
    const { double, handed } = bench;
    const root = await double.as("UBEN").says("CINC", "what did we learn?");
    double.fail("conversations.replies", { kind: "error", error: "thread_not_found" });

    await double.as("UADA").reacts("CINC", root, "link");
    await bench.settled();

    expect(handed.captures).toEqual([]);
  });

  it("says aloud when Slack sends something in another shape", async () => {
    const { double, said } = bench;

    await double.deliver("interaction", {
      type: "block_actions",
      user: { id: "UADA" },
      team: { id: "T1" },
      trigger_id: "1.2.odd",
      actions: [{ action_id: "button.0.0:x", block_id: "b", type: "button", action_ts: 7 }],
    });
    await bench.settled();

    expect(said).toEqual([expect.stringContaining("in a shape that depmap does not know")]);
  });
});
