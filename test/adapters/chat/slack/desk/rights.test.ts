import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Reply } from "../../../../../src/model/reply.ts";
import { startDeskBench, type DeskBench } from "./desk-bench.ts";

const SECRET = "payments reads the vault";
const answer = Reply.parse({
  headline: SECRET,
  visibility: "channel",
  blocks: [
    { type: "buttons", buttons: [{ label: "More", action: { type: "command", line: "status" } }] },
  ],
});

describe("who is heard in Slack", () => {
  let bench: DeskBench;
  beforeEach(async () => {
    const people = [
      { id: "UADA", name: "Ada" },
      { id: "UBEN", name: "Ben" },
      { id: "UGIL", name: "Gil", guest: "one-channel" },
      { id: "USTR", name: "Stray", team: "T9" },
    ] as const;
    const members = people.map(({ id }) => id);
    const channels = [
      { id: "CINC", name: "incidents", members, hasBot: true },
      { id: "CEXT", name: "with-others", members, hasBot: true, isExtShared: true },
    ];
    bench = await startDeskBench({ double: { workspaces: [{ id: "T1", people, channels }] } });
    const reply = async () => answer;
    bench.handle({ onCommand: reply, onAction: reply, onCapture: reply, home: reply });
  });
  afterEach(() => bench.close());

  it.each(["UGIL", "USTR"])("refuses commands and clicks of %s, for them alone", async (who) => {
    const { double, handed } = bench;
    await double.as("UBEN").commands("CINC", "status");
    await bench.settled();
    const before = double.calls("chat.postMessage").length;

    await double.as(who).commands("CINC", "status");
    await double.as(who).mentions("CINC", "status");
    await double.as(who).presses("CINC", undefined, "More");
    await bench.settled();

    expect(handed.commands.map(({ person }) => person.id)).toEqual(["UBEN"]);
    expect(handed.actions).toEqual([]);
    expect(double.calls("chat.postMessage")).toHaveLength(before);
    const refusals = double.as(who).sees("CINC").split("The map is for members only");
    expect(refusals).toHaveLength(4);
    expect(double.as("UBEN").sees("CINC")).not.toContain("The map is for members only");
  });

  it("says nothing internal where another organisation reads along", async () => {
    const { double, handed } = bench;
    const root = await double.as("USTR").says("CEXT", "what did we learn?");

    await double.as("UADA").commands("CEXT", "status");
    await double.as("UADA").mentions("CEXT", "status");
    await double.as("UADA").usesMessageShortcut("capture", "CEXT", root);
    await double.as("UADA").reacts("CEXT", root, "link");
    await double.as("UADA").renames("CEXT", "inc-42");
    await bench.settled();

    expect(handed).toEqual({ commands: [], actions: [], captures: [], notices: [], changes: [] });
    expect(double.calls("chat.postMessage")).toEqual([]);
    expect(double.as("UADA").sees("CEXT")).toContain("Another organisation reads along");
    expect(double.as("USTR").sees("CEXT")).not.toContain("Another organisation");
  });

  it("tells whoever invites it there why it stays silent", async () => {
    const { double, handed } = bench;
    const shared = { id: "CNEW", name: "partners", members: ["UADA"], isExtShared: true };
    double.addChannel(shared);

    await double.as("UADA").invites("CNEW");
    await bench.settled();

    expect(handed.notices).toEqual([]);
    expect(double.as("UADA").sees("CNEW")).toContain("depmap says nothing in this channel");
  });

  it("reads rights at the click, not before", async () => {
    const { double, handed } = bench;
    await double.as("UBEN").commands("CINC", "status");
    await bench.settled();

    double.changePerson("UBEN", { guest: "several-channels" });
    await double.as("UBEN").presses("CINC", undefined, "More");
    await bench.settled();

    expect(handed.actions).toEqual([]);
    expect(double.as("UBEN").sees("CINC")).toContain("The map is for members only");
  });

  it("goes on answering those it knows while Slack does not say who they are", async () => {
    const { double, handed } = bench;
    await double.as("UBEN").commands("CINC", "status");
    await bench.settled();
    double.fail("users.info", { kind: "status", status: 500 }, 2);

    await double.as("UBEN").commands("CINC", "owners");
    await double.as("UADA").commands("CINC", "owners");
    await bench.settled();

    expect(handed.commands.map(({ person }) => person.id)).toEqual(["UBEN", "UBEN"]);
  });

  it("hears nobody whose rights cannot be read", async () => {
    const { double, handed } = bench;
    double.fail("users.info", { kind: "status", status: 500 });

    await double.as("UADA").commands("CINC", "status");
    await bench.settled();

    expect(handed.commands).toEqual([]);
    expect(double.as("UADA").sees("CINC")).toContain("could not read your rights");
  });

  it("shows strangers an empty App Home", async () => {
    const { double } = bench;

    await double.as("USTR").opensHome();
    await bench.settled();

    expect(double.as("USTR").seesHome()).not.toContain(SECRET);
    expect(double.as("USTR").seesHome()).toContain("The map is for members only");
  });
});
