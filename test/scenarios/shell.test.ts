import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { ComponentKind } from "../../src/model/component.ts";
import { Coupling, Strength } from "../../src/model/dependency.ts";
import { COMPILED, runShell, type ShellRun } from "../support/run-shell.ts";

let folder: string;
let dataFolder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "depmap-shell-"));
  dataFolder = join(folder, "data");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => rmSync(COMPILED.NODE_COMPILE_CACHE, { recursive: true, force: true }));

function depmap(words: readonly string[], more: Record<string, string> = {}): Promise<ShellRun> {
  return runShell(words, { DEPMAP_DATA_DIR: dataFolder, ...more });
}

/** Writes files below the test's folder and gives their paths. */
function written(files: Readonly<Record<string, string>>): string[] {
  return Object.entries(files).map(([name, text]) => {
    const path = join(folder, name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, text);
    return path;
  });
}

const ESTATE = `environment: prod
namespace: shop
components:
  web:
    kind: service
    depends-on:
      - ledger
  ledger:
    kind: service
`;

const WORKLOAD = `apiVersion: apps/v1
kind: Deployment
metadata: { name: basket, namespace: shop }
spec:
  selector: { matchLabels: { app: basket } }
  template:
    metadata: { labels: { app: basket } }
    spec:
      containers:
        - name: basket
          image: basket:1
          env: [{ name: LEDGER_ADDR, value: "ledger:80" }]
---
apiVersion: v1
kind: Service
metadata: { name: ledger, namespace: shop }
spec: { selector: { app: ledger }, ports: [{ port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ledger, namespace: shop }
spec:
  selector: { matchLabels: { app: ledger } }
  template:
    metadata: { labels: { app: ledger } }
    spec: { containers: [{ name: ledger, image: "ledger:1" }] }
`;

/** Anchors of anchors: a gigabyte for whoever unfolds them. */
const BOMB = [
  "a: &a [x, x, x, x, x, x, x, x, x, x]",
  ..."bcdefghi".split("").map((name, place) => {
    const before = "abcdefgh"[place];
    return `${name}: &${name} [${Array.from({ length: 10 }, () => `*${before}`).join(", ")}]`;
  }),
].join("\n");

const EXAMPLES = ["examples/estate.yaml", "examples/manifests"];

describe("depmap in a shell", { timeout: 30_000 }, () => {
  it("imports, tells what changed, and answers from it in the next process", async () => {
    const first = await depmap(["import", ...EXAMPLES, "--json"]);
    const again = await depmap(["import", ...EXAMPLES, "--json"]);
    const answer = await depmap(["blast-radius", "session-cache", "--json"]);
    const audit = await depmap(["verify-audit"]);

    expect([first, again, answer, audit].map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(JSON.parse(first.out).sources[0].added.length).toBeGreaterThan(50);
    expect(JSON.parse(again.out).sources).toMatchObject([
      { added: [], changed: [], retracted: [] },
      { added: [], changed: [], retracted: [] },
    ]);
    expect(JSON.parse(answer.out)).toMatchObject({ origin: "prod/platform/session-cache" });
    expect(audit.out).toContain("intact");
  });

  it("shows in a dry run what it would read, in the promised shape, and stores nothing", async () => {
    const { code, out } = await depmap(["import", ...EXAMPLES, "--dry-run", "--json"]);

    expect(code).toBe(0);
    const Promised = z.strictObject({
      components: z.array(z.strictObject({ id: z.string(), kind: ComponentKind })).min(30),
      dependencies: z
        .array(
          z.strictObject({
            consumer: z.string(),
            provider: z.string(),
            coupling: Coupling,
            strength: Strength,
            evidence: z.array(z.string().regex(/^.+:\d+$/)).min(1),
          }),
        )
        .min(60),
      skipped: z.array(z.strictObject({ path: z.string(), why: z.string() })),
    });
    expect(() => Promised.parse(JSON.parse(out))).not.toThrow();
    expect(existsSync(dataFolder)).toBe(false);
  });

  it("answers --map from that file alone, and makes no data folder for it", async () => {
    const [estate = ""] = written({ "estate.yaml": ESTATE });
    await depmap(["import", "examples/manifests"]);
    const other = join(folder, "other");

    const answer = await depmap(["blast-radius", "ledger", "--map", estate, "--json"]);
    const elsewhere = await depmap(["whois", "session-cache", "--map", estate, "--json"]);
    const without = await depmap(["status", "--map", estate], { DEPMAP_DATA_DIR: other });

    expect(JSON.parse(answer.out)).toMatchObject({
      origin: "prod/shop/ledger",
      hits: [
        { component: "prod/shop/web", state: "down", chain: ["prod/shop/web", "prod/shop/ledger"] },
      ],
    });
    expect([elsewhere.code, JSON.parse(elsewhere.out).unknown]).toEqual([1, "session-cache"]);
    expect([without.code, existsSync(other)]).toEqual([0, false]);
  });

  it("says which part of a --map file is not in the answer", async () => {
    const [estate = ""] = written({ "estate.yaml": `${ESTATE}  cache:\n    kind: spaceship\n` });

    const { code, complaints } = await depmap(["status", "--map", estate]);

    expect(code).toBe(0);
    expect(complaints).toMatch(/^not in this answer: estate\.yaml:11: `kind`: /);
  });

  it("keeps the good of a folder in which files are broken, and names each broken one", async () => {
    written({
      "estate/good.yaml": WORKLOAD,
      "estate/half.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: [\n",
      "estate/bomb.yaml": `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: bomb }\ndata:\n${BOMB.replaceAll(/^/gm, "  ")}`,
      "estate/notes.yaml": "just: notes\n",
    });

    const { code, out, complaints } = await depmap(["import", join(folder, "estate"), "--json"]);

    const { sources, skipped } = JSON.parse(out);
    expect([code, complaints]).toEqual([0, ""]);
    expect(sources).toMatchObject([{ partial: true }]);
    expect(sources[0].added).toContain("dependency prod/shop/basket prod/shop/ledger call");
    const paths = skipped.map(({ path }: { path: string }) => path.replace(/:\d+$/, ""));
    expect(paths.toSorted()).toEqual(["bomb.yaml", "half.yaml", "notes.yaml"]);
  });

  it("loses nothing of the map to an import that cannot be read", async () => {
    const [estate = ""] = written({ "estate.yaml": ESTATE });
    await depmap(["import", estate]);
    written({ "estate.yaml": `${ESTATE}teams: [\n` });

    const broken = await depmap(["import", estate]);
    const { out } = await depmap(["used-by", "ledger", "--json"]);

    expect(broken.code).toBe(1);
    expect(broken.out).toMatch(/estate\.yaml:\d+ +not valid YAML/);
    expect(JSON.parse(out).neighbours).toMatchObject([{ component: "prod/shop/web" }]);
  });
});

describe("wrong words in a shell", { timeout: 30_000 }, () => {
  const wrong: [
    words: string[],
    environment: Record<string, string>,
    code: number,
    says: RegExp,
  ][] = [
    [["serve", "--prot", "80"], {}, 2, /depmap serve: serve takes no further words/],
    [["import", "/nowhere/at-all"], {}, 2, /cannot read \/nowhere\/at-all: ENOENT/],
    [["import", "examples", "--dryrun"], {}, 2, /Unknown option '--dryrun'/],
    [["status", "--map", "/nowhere.yaml"], {}, 2, /cannot read \/nowhere\.yaml/],
    [["capture", "/nowhere.jsonl"], {}, 1, /cannot read \/nowhere\.jsonl: .*; give a file of JSON/],
    [["origin", "--case", "/nowhere.json"], {}, 1, /cannot read the case \/nowhere\.json/],
    [
      ["serve"],
      { DEPMAP_PORT: "http" },
      1,
      /DEPMAP_PORT: not a number; for example DEPMAP_PORT=3000/,
    ],
    [
      ["serve"],
      { DEPMAP_HOST: "0.0.0.0" },
      1,
      /DEPMAP_PASSWORD: is missing, and DEPMAP_HOST=0\.0\.0\.0 is open/,
    ],
    [
      ["status"],
      { DEPMAP_DATA_DIR: "/dev/null/data" },
      1,
      /DEPMAP_DATA_DIR: cannot make the folder \/dev\/null\/data/,
    ],
  ];

  it.concurrent.each(wrong)(
    "%j with %j ends with %d and says what, where and what next",
    async (words, environment, code, says) => {
      const run = await runShell(words, {
        DEPMAP_DATA_DIR: join(folder, `wrong-${words.join("-").replaceAll("/", "_")}`),
        ...environment,
      });

      expect(run.out + run.complaints).toMatch(says);
      expect(run.code).toBe(code);
      expect(run.complaints).not.toMatch(/\n\s+at |node:internal/);
    },
  );
});

describe("a server in a shell", { timeout: 30_000 }, () => {
  it("ends, and says what to do, when its port is taken", async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    const { port } = holder.address() as AddressInfo;

    const { code, complaints } = await depmap(["serve"], { DEPMAP_PORT: String(port) });
    holder.close();

    expect(code).toBe(1);
    expect(complaints).toContain(`cannot listen on 127.0.0.1 port ${port}`);
    expect(complaints).toContain("set DEPMAP_HOST and DEPMAP_PORT to an address that is free");
  });

  it("is up when it says so, and ends with 0 on SIGTERM", async () => {
    const environment = {
      DEPMAP_DATA_DIR: dataFolder,
      DEPMAP_PORT: "0",
      DEPMAP_LOG_LEVEL: "silent",
    };
    const server = spawn(process.execPath, ["src/main.ts"], {
      env: { ...COMPILED, ...environment },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = once(server, "exit");
    const [chunk] = (await once(server.stdout, "data")) as [Buffer];
    const url = /depmap is up: (http:\S+)/.exec(chunk.toString())?.[1] ?? "";

    const health = await fetch(`${url}/readyz`);
    server.kill("SIGTERM");

    expect(health.status).toBe(200);
    expect(await ended).toEqual([0, null]);
  });
});
