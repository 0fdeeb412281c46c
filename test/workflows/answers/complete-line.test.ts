import { describe, expect, it } from "vitest";
import { commands } from "../../../commands/index.ts";
import { completeLine } from "../../../src/workflows/answers/complete-line.ts";
import { parseCommandLine } from "../../../src/workflows/answers/parse-command-line.ts";
import { graphOf } from "../../support/graph-of.ts";

const map = graphOf(
  "checkout -> ledger",
  "checkout-worker -> ledger",
  "prod/a/api -> ledger",
  "prod/b/api -> ledger",
);
const linesFor = (typed: string) => completeLine(typed, commands, map).map(({ line }) => line);

describe("completeLine", () => {
  it("offers every command, with what it answers, when nothing is typed", () => {
    const offered = completeLine("", commands, map);

    expect(offered.map(({ label }) => label)).toEqual(commands.map(({ name }) => name));
    expect(offered[0]?.hint).toBe(commands[0]?.summary);
  });

  it("offers the commands that begin so, by any of their names", () => {
    expect(linesFor("bl")).toEqual(["blast-radius "]);
    expect(linesFor("impa")).toEqual(["blast-radius "]);
    expect(linesFor("STAT")).toEqual(["status"]);
  });

  it("offers names that begin like the typed word before those that resemble it", () => {
    expect(linesFor("blast-radius check")).toEqual([
      "blast-radius checkout",
      "blast-radius checkout-worker",
    ]);
    expect(linesFor("owners legder")).toEqual(["owners ledger"]);
  });

  it("offers the ids of those that share a name", () => {
    expect(linesFor("whois api")).toEqual(["whois prod/a/api", "whois prod/b/api"]);
  });

  it("understands ids, and commands of several words", () => {
    expect(linesFor("depends on prod/shop/led")).toEqual(["depends on ledger"]);
  });

  it("completes the second name, and keeps the first as it was typed", () => {
    expect(linesFor('path "checkout worker" led')).toEqual(['path "checkout worker" ledger']);
  });

  it("offers commands behind help, and nothing behind what takes no word", () => {
    expect(linesFor("help own")).toEqual(["help owners"]);
    expect(linesFor("status x")).toEqual([]);
    expect(linesFor("frobnicate x")).toEqual([]);
  });

  it("offers lines that parse", () => {
    const typed = ["", "p", "blast-radius ", "path checkout ", "help ", "link checkout l"];

    const offered = typed.flatMap((text) => linesFor(text));
    const wrong = offered.filter(
      (line) => parseCommandLine(line, commands).kind === "unknown-command",
    );

    expect(offered.length).toBeGreaterThan(20);
    expect(wrong).toEqual([]);
  });
});
