import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineCommand } from "../../../src/ports/command.ts";
import {
  parseCommandLine,
  quoted,
  wordsOf,
} from "../../../src/workflows/answers/parse-command-line.ts";

const commands = [
  defineCommand({
    name: "blast-radius",
    aliases: ["blast", "impact"],
    summary: "",
    args: z.object({ component: z.string().optional(), picture: z.boolean().default(false) }),
    positionals: ["component"],
    example: "",
    effects: "none",
    run: () => Promise.reject(new Error("not run here")),
  }),
  defineCommand({
    name: "path",
    aliases: [],
    summary: "",
    args: z.object({
      consumer: z.string(),
      provider: z.string(),
      limit: z.coerce.number().optional(),
    }),
    positionals: ["consumer", "provider"],
    example: "",
    effects: "none",
    run: () => Promise.reject(new Error("not run here")),
  }),
];

function args(line: string): unknown {
  const parsed = parseCommandLine(line, commands);
  return parsed.kind === "command" ? { [parsed.command.name]: parsed.args } : parsed.kind;
}

describe("parseCommandLine", () => {
  it.each([
    "blast-radius redis",
    "/depmap blast-radius redis",
    "@depmap Blast Radius redis",
    "blast_radius redis",
    "BLASTRADIUS redis",
    "blast redis",
    "impact   redis ",
  ])("takes “%s” for the same question", (line) => {
    expect(args(line)).toEqual({ "blast-radius": { component: "redis", picture: false } });
  });

  it("gives the last argument all words that are left", () => {
    expect(args("blast cart service")).toMatchObject({
      "blast-radius": { component: "cart service" },
    });
  });

  it.each(["path checkout ledger", "path checkout -> ledger", "path checkout to ledger"])(
    "reads two names from “%s”",
    (line) => {
      expect(args(line)).toEqual({ path: { consumer: "checkout", provider: "ledger" } });
    },
  );

  it("reads flags anywhere, with a value or as a switch", () => {
    expect(args("path --limit 3 a b")).toEqual({
      path: { consumer: "a", provider: "b", limit: 3 },
    });
    expect(args("path a b --limit=3")).toEqual({
      path: { consumer: "a", provider: "b", limit: 3 },
    });
    expect(args("blast --picture redis")).toEqual({
      "blast-radius": { component: "redis", picture: true },
    });
  });

  it("says what is missing, and which flags there are", () => {
    expect(parseCommandLine("path a", commands)).toMatchObject({
      kind: "bad-arguments",
      problem: "provider is missing",
    });
    expect(parseCommandLine("path a b --depth 2", commands)).toMatchObject({
      problem: expect.stringContaining("--limit"),
    });
  });

  it("tells nothing typed from something unknown", () => {
    expect(parseCommandLine(" /depmap ", commands)).toEqual({ kind: "empty" });
    expect(parseCommandLine("explode redis", commands)).toEqual({
      kind: "unknown-command",
      asked: "explode",
    });
  });

  it("never throws, whatever is typed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (line) => {
        expect(parseCommandLine(line, commands).kind).toMatch(/^[a-z-]+$/);
      }),
    );
  });

  it("gives back a quoted word as it was", () => {
    const word = fc.stringMatching(/^[a-z][a-z -]{0,20}[a-z]$/);
    fc.assert(
      fc.property(word, (name) => {
        expect(wordsOf(quoted(name))).toEqual([name]);
      }),
    );
  });
});
