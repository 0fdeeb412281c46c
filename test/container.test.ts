import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { Environment } from "../src/environment.ts";

const dockerfile = readFileSync("Dockerfile", "utf8");
const lines = dockerfile.split("\n");

/** There is no Docker engine where this runs: the files are read, not built. */
describe("the container", () => {
  it("copies only what is there, and what .dockerignore lets through", () => {
    const letThrough = new Set(
      readFileSync(".dockerignore", "utf8")
        .split("\n")
        .filter((line) => line.startsWith("!"))
        .map((line) => line.slice(1)),
    );
    const copied = lines
      .filter((line) => line.startsWith("COPY ") && !line.includes("--from"))
      .flatMap((line) => line.split(" ").slice(1, -1))
      .map((path) => path.replace("./", ""));

    expect(copied.length).toBeGreaterThan(3);
    expect(copied.filter((path) => !existsSync(path) || !letThrough.has(path))).toEqual([]);
  });

  it("runs as an unprivileged user with one volume", () => {
    expect(lines.filter((line) => line.startsWith("VOLUME"))).toEqual(["VOLUME /data"]);
    const user = lines.findLast((line) => line.startsWith("USER"));
    expect(Number(user?.match(/\d+/)?.[0])).toBeGreaterThanOrEqual(10_000);
  });

  it("sets only variables that the configuration knows", () => {
    const known = new Set(Object.keys(Environment.shape));
    const compose = parse(readFileSync("compose.yaml", "utf8")) as {
      services: { depmap: { environment: Record<string, string>; read_only: boolean } };
    };
    const set = [...dockerfile.matchAll(/\b(DEPMAP_\w+)=/g)].map((match) => String(match[1]));

    expect(set.length).toBeGreaterThan(0);
    expect(
      [...set, ...Object.keys(compose.services.depmap.environment)].filter(
        (name) => !known.has(name),
      ),
    ).toEqual([]);
    expect(compose.services.depmap.read_only).toBe(true);
  });
});
