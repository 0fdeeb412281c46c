import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { graphOf, idOf } from "./support/graph-of.ts";

/** An `@example`: set-up lines, then an expression, then `// => ` and what it is worth. */
const EXAMPLE = / \* ```ts\n(?<setup>.*?) \* (?<claim>[^\n]+);\n \* \/\/ => (?<promise>[^\n]+)\n/gs;

const examples = globSync("src/**/*.ts").flatMap((file) =>
  [...readFileSync(file, "utf8").matchAll(EXAMPLE)].map((match) => ({
    file,
    setup: "",
    claim: "",
    promise: "",
    ...match.groups,
  })),
);

it.each(examples)(
  "the example in $file is true: $claim",
  async ({ file, setup, claim, promise }) => {
    const scope = { graphOf, idOf, ...(await import(resolve(file))) };
    const code = `${setup.replaceAll(/^ \* /gm, "")} return [${claim}, ${promise}]`;
    // oxlint-disable-next-line typescript/no-implied-eval -- runs our own doc comments
    const [actual, expected] = new Function(...Object.keys(scope), code)(...Object.values(scope));
    expect(actual).toEqual(expected);
  },
);
