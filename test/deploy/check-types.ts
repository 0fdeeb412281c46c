import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { KINDS, type Manifest } from "./kubernetes-manifests.ts";

const CACHE = "node_modules/.cache";

/**
 * What the compiler says of these objects, each taken for Kubernetes' own type of its kind: fields that there are not,
 * fields that are missing, values of the wrong kind. A line each, beginning with the object's file.
 */
export async function typeErrors(manifests: readonly Manifest[]): Promise<string[]> {
  mkdirSync(CACHE, { recursive: true });
  // Inside the project, so that the compiler finds the types.
  const folder = mkdtempSync(join(CACHE, "manifests-"));
  try {
    for (const [place, { kind, body }] of manifests.entries()) {
      const home = KINDS[kind as keyof typeof KINDS];
      const imported = `import type { ${kind} } from "kubernetes-types/${home}";`;
      const text = `${imported}\nexport const object: Required<Pick<${kind}, "apiVersion" | "kind">> & ${kind} = ${JSON.stringify(body, undefined, 1)};\n`;
      writeFileSync(join(folder, `object-${place}.ts`), text);
    }
    const compilerOptions = {
      module: "esnext",
      moduleResolution: "bundler",
      strict: true,
      types: [],
      noEmit: true,
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
    return (await compile(folder)).flatMap((line) => {
      const place = /object-(\d+)\.ts/.exec(line)?.[1];
      return place === undefined ? [line] : [`${manifests[Number(place)]?.file}: ${line}`];
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function compile(folder: string): Promise<string[]> {
  const tsc = join("node_modules", "typescript", "bin", "tsc");
  const run = promisify(execFile)(process.execPath, [tsc, "-p", folder, "--pretty", "false"]);
  const { stdout } = await run.catch((fault: unknown) => {
    // Errors found are exit code 1 or 2 and lines on standard output; anything else is not an answer.
    if (fault instanceof Error && "stdout" in fault && String(fault.stdout) !== "") {
      return { stdout: String(fault.stdout) };
    }
    throw fault;
  });
  return stdout.split("\n").filter((line) => line.includes("error TS"));
}
