import { expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import { renderText } from "../../src/adapters/chat/terminal/render-text.ts";
import { DepmapError } from "../../src/model/errors.ts";
import { runTerminal, type ShellCommand } from "../../src/terminal/terminal.ts";
import { answerTools, type TestedTools } from "../support/answer-tools.ts";

/** What one command line of a shell printed, and its exit code. */
interface Ran {
  readonly code: number;
  readonly out: string;
  readonly complaints: string;
  /** The files of `--map`, each time a map was opened. */
  readonly opened: readonly (readonly string[])[];
  readonly closed: number;
}

const echo: ShellCommand = {
  name: "echo",
  usage: "echo WORD…",
  summary: "Say it again",
  run: (words) =>
    words.includes("boom") ? Promise.reject(new Error("it broke")) : Promise.resolve(words.length),
};

async function run(tools: TestedTools, ...words: readonly string[]): Promise<Ran> {
  const [out, complaints]: [string[], string[]] = [[], []];
  const opened: (readonly string[])[] = [];
  let closed = 0;
  const code = await runTerminal(
    {
      shellCommands: [echo],
      async openMap(files) {
        if (files.includes("gone.yaml"))
          throw new DepmapError("bad-input", "cannot read gone.yaml");
        opened.push(files);
        return {
          tools,
          async close() {
            closed += 1;
          },
        };
      },
      render: (reply) => renderText(reply, { width: 100 }),
      user: "maria",
      print: (text) => void out.push(text),
      complain: (text) => void complaints.push(text),
    },
    words,
  );
  return { code, out: out.join("\n"), complaints: complaints.join("\n"), opened, closed };
}

const mapOf = () => answerTools(commands, "checkout -> ledger", "web -> checkout");

it("answers a command for people, with exit code 0, and closes the map", async () => {
  const { code, out, complaints, closed } = await run(await mapOf(), "blast-radius", "ledger");

  expect([code, complaints, closed]).toEqual([0, "", 1]);
  expect(out).toContain("When ledger fails: 2 down");
});

it("prints one line of JSON for scripts", async () => {
  const { code, out } = await run(await mapOf(), "blast-radius", "ledger", "--json");

  expect(code).toBe(0);
  expect(out.split("\n")).toHaveLength(1);
  expect(JSON.parse(out)).toMatchObject({ origin: "prod/shop/ledger", hits: { length: 2 } });
});

it("takes its own flags anywhere, and leaves the command's alone", async () => {
  const tools = await mapOf();

  const first = await run(tools, "--json", "depends-on", "web", "--depth", "2");
  const last = await run(
    tools,
    "depends-on",
    "--depth=2",
    "web",
    "--map=a.yaml",
    "--json",
    "--map",
    "b.yaml",
  );

  expect(JSON.parse(first.out)).toEqual(JSON.parse(last.out));
  expect(first.opened).toEqual([[]]);
  expect(last.opened).toEqual([["a.yaml", "b.yaml"]]);
});

it("keeps words together that the shell kept together", async () => {
  const { out } = await run(await mapOf(), "path", "web front", "led ger", "--json");

  expect(JSON.parse(out)).toMatchObject({ unknown: "web front" });
});

it.each([
  [["frobnicate"], 2, "There is no command “frobnicate”"],
  [["path", "web"], 2, "path: provider is missing"],
  [["owners", "--nosuch"], 2, "there is no --nosuch here"],
  [["blast-radius", "nosuch"], 1, "The map knows no “nosuch”"],
  [["incident", "Q9"], 1, "No incident “Q9” is known"],
  [["review", "p9"], 1, "No proposal “p9” is known"],
  [["propose", "what now"], 1, "No dependency was found"],
] as const)("%j ends with %d", async (words, code, sentence) => {
  const ran = await run(await mapOf(), ...words);

  expect([ran.code, ran.closed]).toEqual([code, 1]);
  expect(ran.out).toContain(sentence);
});

it("gives scripts the same as data, with the nearest names", async () => {
  const { code, out } = await run(await mapOf(), "blast-radius", "legder", "--json");

  expect(code).toBe(1);
  expect(JSON.parse(out)).toEqual({ unknown: "legder", similar: ["prod/shop/ledger"] });
});

it("changes nothing without --yes, says so, and does not end as if it had", async () => {
  const tools = await mapOf();

  const asked = await run(tools, "link", "web", "ledger");
  const before = await tools.store.assertionsAbout(
    "dependency prod/shop/web prod/shop/ledger call",
  );
  const done = await run(tools, "link", "web", "ledger", "--yes", "--json");

  expect([asked.code, asked.complaints]).toEqual([
    1,
    "nothing was changed; run it again with --yes to do it",
  ]);
  expect(before).toEqual([]);
  expect(done.code).toBe(0);
  expect(JSON.parse(done.out)).toMatchObject({ written: true, source: "person:maria" });
});

it("does not pretend to change a map of files", async () => {
  const { code, complaints, opened } = await run(
    await mapOf(),
    "link",
    "web",
    "ledger",
    "--yes",
    "--map",
    "a.yaml",
  );

  expect([code, opened]).toEqual([2, []]);
  expect(complaints).toContain("leave out --map, or edit the file (bad-input)");
});

it("names a missing or unreadable --map file", async () => {
  const missing = await run(await mapOf(), "status", "--map");
  const gone = await run(await mapOf(), "status", "--map", "gone.yaml");

  expect([missing.code, gone.code]).toEqual([2, 2]);
  expect(missing.complaints).toContain("--map needs a file, for example --map estate.yaml");
  expect(gone.complaints).toBe("depmap status: cannot read gone.yaml (bad-input)");
});

it("runs a shell's own commands with their words, and gives their exit code", async () => {
  const tools = await mapOf();

  expect((await run(tools, "echo", "a", "--b", "c")).code).toBe(3);
  const broken = await run(tools, "echo", "boom");
  expect([broken.code, broken.complaints]).toEqual([1, "depmap echo: it broke (cannot-answer)"]);
});

it.each([[[]], [["help"]], [["--help"]], [["-h"]]])("helps on %j", async (words) => {
  const { code, out } = await run(await mapOf(), ...words);

  expect(code).toBe(0);
  expect(out).toContain("blast-radius [COMPONENT]");
  expect(out).toContain("echo WORD…  Say it again");
});
