import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { captureFile } from "../../src/terminal/capture-file.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "depmap-capture-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function run(text: string) {
  const path = join(folder, "threads.jsonl");
  await writeFile(path, text);
  const printed: string[] = [];
  const complaints: string[] = [];
  const code = await captureFile(
    path,
    (line) => printed.push(line),
    (line) => complaints.push(line),
  );
  return { code, printed: printed.map((line): unknown => JSON.parse(line)), complaints };
}

const KNOWN = [
  { id: "mailer", name: "Reminder mailer", aliases: ["mailer"] },
  { id: "redis", name: "Redis", aliases: [] },
];
const thread = (...texts: string[]) => texts.map((text) => ({ author: "ann", text }));

it("prints one line of edges for each thread", async () => {
  const rows = [
    {
      id: "one",
      thread: thread("The mailer depends on Redis."),
      known_services: KNOWN,
      more: true,
    },
    { id: "two", thread: thread("Good morning."), known_services: KNOWN },
    {
      id: "three",
      thread: thread("The mailer no longer uses Redis and writes to LetterVault."),
      known_services: KNOWN,
    },
  ];

  const { code, printed, complaints } = await run(
    rows.map((row) => JSON.stringify(row)).join("\n"),
  );

  expect(complaints).toEqual([]);
  expect(code).toBe(0);
  expect(printed).toEqual([
    { id: "one", edges: [{ from: "mailer", to: "redis", polarity: "add", confidence: 0.95 }] },
    { id: "two", edges: [] },
    {
      id: "three",
      edges: [
        { from: "mailer", to: "redis", polarity: "remove", confidence: 0.85 },
        { from: "mailer", to: "LetterVault", polarity: "add", confidence: 0.72 },
      ],
    },
  ]);
});

it("complains about a bad line with its number, and reads the rest", async () => {
  const good = JSON.stringify({
    id: "good",
    thread: thread("The mailer depends on Redis."),
    known_services: KNOWN,
  });

  const { code, printed, complaints } = await run(`{"id": 1}\nnot json\n\n${good}\n`);

  expect(code).toBe(1);
  expect(printed).toHaveLength(1);
  expect(complaints).toEqual([
    expect.stringMatching(/threads\.jsonl:1: not a thread: id: .*; the other lines go on$/),
    expect.stringMatching(/threads\.jsonl:2: not JSON/),
  ]);
});

it("says what to do when the file is not there", async () => {
  const complaints: string[] = [];

  const code = await captureFile(
    join(folder, "none.jsonl"),
    () => {},
    (line) => complaints.push(line),
  );

  expect(code).toBe(1);
  expect(complaints).toEqual([
    expect.stringMatching(/^cannot read .*none\.jsonl.*; give a file of JSON lines$/),
  ]);
});
