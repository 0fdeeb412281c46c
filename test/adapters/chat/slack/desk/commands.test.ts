import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Reply } from "../../../../../src/model/reply.ts";
import { richReply } from "../../../../support/rich-reply.ts";
import { startDeskBench, type DeskBench } from "./desk-bench.ts";

const saying = (headline: string, visibility: "asker" | "channel" = "asker") =>
  Reply.parse({ headline, visibility });

describe("commands and mentions in Slack", () => {
  let bench: DeskBench;
  beforeEach(async () => {
    bench = await startDeskBench();
  });
  afterEach(() => bench.close());

  it("hands over what was typed, with place and rights", async () => {
    const { double, handed } = bench;

    const answer = await double.as("UADA").commands("CINC", "path “stock cache” —as a&amp;b");
    await bench.settled();

    expect(answer).toMatchObject({ ok: true });
    expect(handed.commands).toMatchObject([
      {
        id: answer.triggerId,
        line: 'path "stock cache" --as a&b',
        person: { id: "UADA", role: "approver" },
        place: { chat: "slack", channel: "CINC" },
      },
    ]);
  });

  it("answers whoever asked and nobody else", async () => {
    const { double } = bench;
    bench.handle({ onCommand: async () => saying("a secret of yours") });

    await double.as("UADA").commands("CINC", "owners redis");
    await bench.settled();

    expect(double.as("UADA").sees("CINC")).toContain("a secret of yours");
    expect(double.as("UBEN").sees("CINC")).not.toContain("a secret of yours");
  });

  it("answers where depmap is not a member", async () => {
    const { double } = bench;

    await double.as("UADA").commands("CGEN", "status");
    await bench.settled();

    expect(double.as("UADA").sees("CGEN")).toContain("You asked: status");
  });

  it("shows an answer with every kind of block, and its pictures when they have come", async () => {
    const { double, said } = bench;
    const { blocks, ...reply } = richReply();
    const sized = blocks.map((block) =>
      block.type === "picture"
        ? { ...block, svg: block.svg.replace("<svg ", '<svg width="480pt" height="150pt" ') }
        : block,
    );
    bench.handle({ onCommand: async () => ({ ...reply, blocks: sized, visibility: "asker" }) });

    await double.as("UADA").commands("CINC", "status");
    await bench.settled();
    await double.as("UADA").commands("CINC", "status");
    await bench.settled();

    const shown = double.as("UADA").messages("CINC");
    const images = shown.flatMap(({ blocks: all }) => all.filter(({ type }) => type === "image"));
    expect(shown[0]?.text).toContain("14 components and 2 journeys are hit");
    // Slack shows a file a moment after it was uploaded: the first words may have gone ahead of it.
    expect(images).toHaveLength(2);
    expect(shown.at(-1)?.text).toContain("14 components and 2 journeys are hit");
    expect(shown.at(-1)?.blocks.some(({ type }) => type === "image")).toBe(true);
    expect(said).toEqual([]);
  });

  it("posts an answer for the channel once, however often it is begun", async () => {
    const { double, journal } = bench;
    bench.handle({ onCommand: async () => saying("payments is down", "channel") });

    const { triggerId } = await double.as("UADA").commands("CINC", "status");
    await bench.settled();
    // As a crash would leave it that came before the answer was noted.
    const [first] = double.deliveries;
    const id = "slack trigger again";
    const body = JSON.stringify(first?.payload);
    await journal.requests.keep({ id, chat: "slack", body, receivedAt: Date.now() });
    await bench.restart();
    await bench.settled();

    expect(bench.handed.commands.map((command) => command.id)).toEqual([triggerId, triggerId]);
    expect(double.calls("chat.postMessage")).toHaveLength(1);
    expect(double.as("UBEN").sees("CINC")).toContain("payments is down");
  });

  it("says that it is at work when an answer takes long", async () => {
    const { double } = bench;
    const release = Promise.withResolvers<void>();
    bench.handle({
      async onCommand() {
        await release.promise;
        return saying("it took a while");
      },
    });

    await double.as("UADA").commands("CINC", "spof");
    await expect
      .poll(() => double.as("UADA").sees("CINC"), { timeout: 10_000 })
      .toContain("Still working on it");
    release.resolve();
    await bench.settled();

    expect(double.as("UADA").sees("CINC")).toContain("it took a while");
  });

  it("finds another way when the response address is used up", async () => {
    const { double } = bench;
    const command = { kind: "command", payload: {} } as const;
    await double.as("UADA").commands("CINC", "status");
    await bench.settled();
    const { payload } = double.deliveries[0] ?? command;

    const spent = { ...payload, trigger_id: "1.2.spent", response_url: `${double.url}/response/0` };
    await double.deliver("command", { ...spent, text: "owners" });
    await bench.settled();

    expect(double.calls("chat.postEphemeral")).toHaveLength(1);
    expect(double.as("UADA").sees("CINC")).toContain("You asked: owners");
  });

  it("writes to whoever asked when there is no other way", async () => {
    const { double } = bench;
    await double.as("UADA").commands("CGEN", "status");
    await bench.settled();
    const { payload } = double.deliveries[0] ?? { payload: {} };

    const spent = { ...payload, trigger_id: "1.2.spent", response_url: `${double.url}/response/0` };
    await double.deliver("command", { ...spent, text: "owners" });
    await bench.settled();

    const [direct] = double.calls("chat.postMessage");
    expect(direct?.args).toMatchObject({ channel: "UADA" });
    expect(direct?.answer).toMatchObject({ ok: true });
  });

  it("says what went wrong when a handler fails", async () => {
    const { double } = bench;
    bench.handle({ onCommand: () => Promise.reject(new Error("the disk is on fire")) });

    await double.as("UADA").commands("CINC", "status");
    await bench.settled();

    expect(double.as("UADA").sees("CINC")).toContain("the disk is on fire");
  });

  it("answers a mention in its thread, for whoever wrote it", async () => {
    const { double, handed } = bench;
    const root = await double.as("UBEN").says("CINC", "what is going on?");

    await double.as("UADA").mentions("CINC", "owners cart, please", root);
    await bench.settled();

    expect(handed.commands).toMatchObject([
      { line: "owners cart, please", place: { channel: "CINC", thread: root } },
    ]);
    expect(double.as("UADA").sees("CINC", root)).toContain("You asked: owners cart, please");
    expect(double.as("UBEN").sees("CINC", root)).not.toContain("You asked");
  });

  it("captures the thread in which somebody asks for it", async () => {
    const { double, handed } = bench;
    const root = await double.as("UBEN").says("CINC", "what did we learn?");

    await double.as("UADA").mentions("CINC", "capture", root);
    await double.as("UADA").mentions("CINC", "capture");
    await bench.settled();

    expect(handed.captures).toMatchObject([{ place: { channel: "CINC", thread: root } }]);
    expect(handed.commands).toEqual([]);
    expect(double.as("UADA").sees("CINC")).toContain("There is no thread here to read");
  });
});
