import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Reply } from "../../../../../src/model/reply.ts";
import { startDeskBench, type DeskBench } from "./desk-bench.ts";

const form = Reply.parse({
  headline: "Rename",
  blocks: [
    {
      type: "form",
      title: "Rename",
      fields: [{ name: "value", label: "New name", value: "cart" }],
      submit: { label: "Save", action: { type: "command", line: "rename" } },
    },
  ],
});
const search = Reply.parse({
  headline: "Ask",
  blocks: [{ type: "search", label: "Name", action: { type: "command", line: "owners" } }],
});

describe("the desk behind Socket Mode", () => {
  let bench: DeskBench;
  beforeEach(async () => {
    bench = await startDeskBench({ over: "sockets" });
  });
  afterEach(() => bench.close());

  it("answers a command, shows that a form is being handled, and answers it", async () => {
    const { double, handed } = bench;
    bench.handle({
      onCommand: async () => form,
      onAction: async () => Reply.parse({ headline: "It is called basket now" }),
    });
    await double.as("UADA").commands("CINC", "rename");
    await bench.settled();

    await double.as("UADA").submits({ "New name": "basket" });
    const working = double.as("UADA").seesModal();
    await bench.settled();

    expect(working).toContain("Working on it");
    expect(handed.actions.map(({ fields }) => fields)).toEqual([{ value: "basket" }]);
    expect(double.as("UADA").seesModal()).toContain("It is called basket now");
  });

  it("offers names while somebody types", async () => {
    const { double } = bench;
    bench.handle({
      onCommand: async () => search,
      complete: async () => [{ line: "owners cart", label: "cart", hint: "" }],
    });
    await double.as("UADA").commands("CINC", "");
    await bench.settled();

    const offered = await double.as("UADA").suggests({ channel: "CINC" }, "Type a name", "ca");

    expect(offered).toMatchObject([{ label: "cart", value: "cart" }]);
  });
});
