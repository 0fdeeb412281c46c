import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Reply } from "../../../../../src/model/reply.ts";
import { startDeskBench, type DeskBench } from "./desk-bench.ts";

const saying = (headline: string) => Reply.parse({ headline });

const controls = Reply.parse({
  headline: "What do you want to know?",
  blocks: [
    {
      type: "buttons",
      buttons: [{ label: "Owners", action: { type: "command", line: "owners" } }],
    },
    {
      type: "select",
      label: "Look at",
      action: { type: "command", line: "used-by" },
      options: [{ label: "Basket", value: "basket" }],
    },
    { type: "search", label: "Blast radius of", action: { type: "command", line: "blast-radius" } },
  ],
});

const form = Reply.parse({
  headline: "Correct this dependency",
  blocks: [
    {
      type: "form",
      title: "Correct this dependency",
      fields: [
        { name: "consumer", label: "Consumer", value: "checkout" },
        { name: "provider", label: "Provider", value: "ledger" },
        { name: "why", label: "Why", multiline: true },
      ],
      submit: { label: "Save", action: { type: "edit-proposal", proposalId: "p-1" } },
    },
  ],
});

describe("clicks, choices and forms in Slack", () => {
  let bench: DeskBench;
  beforeEach(async () => {
    bench = await startDeskBench();
  });
  afterEach(() => bench.close());

  /** Posts something to press in #incidents. */
  async function shown(reply: Reply): Promise<void> {
    bench.handle({ onCommand: async () => reply });
    await bench.double.as("UADA").commands("CINC", "");
    await bench.settled();
  }

  it("hands over a click, with an id that the box knows, and answers whoever clicked", async () => {
    const { double, handed, journal } = bench;
    await shown(controls);
    bench.handle({ onAction: async () => saying("Team Basket owns it") });

    const click = await double.as("UADA").presses("CINC", undefined, "Owners");
    await bench.settled();

    const [action] = handed.actions;
    expect(action).toMatchObject({
      id: click.triggerId,
      fields: {},
      person: { id: "UADA", role: "approver" },
      place: { chat: "slack", channel: "CINC" },
    });
    expect(await journal.find(action?.action ?? "")).toEqual({ type: "command", line: "owners" });
    expect(double.as("UADA").sees("CINC")).toContain("Team Basket owns it");
    expect(double.as("UBEN").sees("CINC")).not.toContain("Team Basket owns it");
  });

  it("hands over a click once, however often it is delivered", async () => {
    const { double, handed } = bench;
    await shown(controls);

    const { triggerId } = await double.as("UADA").presses("CINC", undefined, "Owners");
    await double.as("UADA").presses("CINC", undefined, "Owners", { triggerId });
    await bench.settled();

    expect(handed.actions).toHaveLength(1);
  });

  it("hands over what was chosen", async () => {
    const { double, handed } = bench;
    await shown(controls);

    await double.as("UADA").presses("CINC", undefined, "Choose", { choice: "Basket" });
    await bench.settled();

    expect(handed.actions.map(({ fields }) => fields)).toEqual([{ value: "basket" }]);
  });

  it("offers names while somebody types, to members only", async () => {
    const { double, handed } = bench;
    const asked: string[] = [];
    await shown({ ...controls, visibility: "channel" });
    bench.handle({
      async complete(line) {
        asked.push(line);
        return [{ line: "blast-radius stock-cache", label: "stock-cache", hint: "cache" }];
      },
    });
    const where = { channel: "CINC" };

    const offered = await double.as("UBEN").suggests(where, "Type a name", "stock ca");
    await double.as("UBEN").suggests(where, "Type a name", "stock cac");
    const forGuests = await double.as("UGIL").suggests(where, "Type a name", "stock ca");
    await double.as("UBEN").presses("CINC", undefined, "Type a name", { choice: "stock-cache" });
    await bench.settled();

    expect(offered).toMatchObject([{ label: "stock-cache (cache)", value: "stock-cache" }]);
    expect(forGuests).toEqual([]);
    expect(asked[0]).toBe("blast-radius stock-ca");
    // Not with every letter.
    expect(double.calls("users.info").filter(({ args }) => args["user"] === "UBEN")).toHaveLength(
      2,
    );
    expect(handed.actions.map(({ fields }) => fields)).toEqual([{ value: "stock-cache" }]);
  });

  it("takes what was filled in beside the message", async () => {
    const { double, handed } = bench;
    const submit = { label: "Rename", action: { type: "command", line: "rename" } };
    const field = { name: "value", label: "New name", value: "cart" };
    const small = Reply.parse({
      ...controls,
      blocks: [...controls.blocks, { type: "form", title: "Name", fields: [field], submit }],
    });
    await shown(small);

    await double
      .as("UADA")
      .presses("CINC", undefined, "Rename", { fields: { "New name": "basket" } });
    await bench.settled();

    expect(handed.actions.map(({ fields }) => fields)).toEqual([{ value: "basket" }]);
  });

  it("opens a form as a modal, and takes what was filled in", async () => {
    const { double, handed } = bench;
    await shown(controls);
    bench.handle({ onAction: async () => form });
    await double.as("UADA").presses("CINC", undefined, "Owners");
    await bench.settled();
    const opened = double.as("UADA").seesModal();
    bench.handle({ onAction: async () => saying("The proposal was changed") });

    await double.as("UADA").submits({ Provider: "billing", Why: "a\nb" });
    const working = double.as("UADA").seesModal();
    await bench.settled();

    expect(opened).toContain("Correct this dependency");
    expect(working).toContain("Working on it");
    expect(double.as("UADA").seesModal()).toContain("The proposal was changed");
    expect(handed.actions[1]).toMatchObject({
      fields: { consumer: "checkout", provider: "billing", why: "a\nb" },
      place: { channel: "CINC" },
    });
  });

  it("says done in the modal when the message itself was edited", async () => {
    const { double } = bench;
    await shown(form);

    await double.as("UADA").submits();
    await bench.settled();

    expect(double.as("UADA").seesModal()).toContain("You can close this");
  });

  it("answers in the channel when the modal was closed meanwhile", async () => {
    const { double } = bench;
    await shown(form);
    bench.handle({ onAction: async () => saying("The proposal was changed") });

    const sent = double.as("UADA").submits();
    await sent;
    await double.as("UADA").closesModal();
    await bench.settled();

    expect(double.as("UADA").sees("CINC")).toContain("The proposal was changed");
  });

  it("gives a button when it is too late for a modal", async () => {
    const { double } = bench;
    double.fail("views.open", { kind: "error", error: "expired_trigger_id" });

    await shown(form);
    const late = double.as("UADA").views();
    bench.handle({ onAction: async () => form });
    await double.as("UADA").presses("CINC", undefined, "Correct this dependency…");
    await bench.settled();

    expect(late).toEqual([]);
    expect(double.as("UADA").seesModal()).toContain("Correct this dependency");
  });

  it("shows what can be asked as a modal, and answers in it", async () => {
    const { double, handed } = bench;
    bench.handle({
      onCommand: async () => controls,
      onAction: async () => saying("Team Basket owns it"),
    });

    await double.as("UADA").usesShortcut("ask");
    await bench.settled();
    const tray = double.as("UADA").seesModal();
    await double.as("UADA").pressesInModal("Owners");
    await bench.settled();

    expect(handed.commands).toMatchObject([{ line: "", place: { chat: "slack" } }]);
    expect(tray).toContain("What do you want to know?");
    expect(double.as("UADA").seesModal()).toContain("Team Basket owns it");
  });

  it("draws App Home, answers in front of it and draws it anew", async () => {
    const { double } = bench;
    let waiting = 2;
    bench.handle({
      home: async ({ name }) => ({ ...controls, headline: `${name}, ${waiting} wait` }),
      async onAction() {
        waiting -= 1;
        return saying("Approved");
      },
    });
    await double.as("UADA").opensHome();
    await bench.settled();
    const before = double.as("UADA").seesHome();

    await double.as("UADA").pressesAtHome("Owners");
    await bench.settled();

    expect(before).toContain("Ada, 2 wait");
    expect(double.as("UADA").seesModal()).toContain("Approved");
    expect(double.as("UADA").seesHome()).toContain("Ada, 1 wait");
  });

  it("draws App Home anew after a form that was opened there", async () => {
    const { double } = bench;
    let waiting = 2;
    bench.handle({
      home: async () => ({ ...controls, headline: `${waiting} wait` }),
      onAction: async () => form,
    });
    await double.as("UADA").opensHome();
    await bench.settled();
    await double.as("UADA").pressesAtHome("Owners");
    await bench.settled();

    waiting = 1;
    await double.as("UADA").submits();
    await bench.settled();

    expect(double.as("UADA").seesHome()).toContain("1 wait");
  });

  it("shows App Home also when its page cannot be made", async () => {
    const { double } = bench;
    bench.handle({ home: () => Promise.reject(new Error("the store is away")) });

    await double.as("UADA").opensHome();
    await bench.settled();

    expect(double.as("UADA").seesHome()).toContain("the store is away");
  });
});
