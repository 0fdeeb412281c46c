import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

/** A Java that can run a source file, and its main version (17, 25). */
export interface Java {
  readonly program: string;
  readonly version: number;
}

const JVM_FOLDERS = ["/usr/lib/jvm", "/Library/Java/JavaVirtualMachines"];

/** The first JDK of at least this version: of JAVA_HOME, of the PATH, and of where systems keep them. */
export function findJava(atLeast: number): Java | undefined {
  for (const program of programs()) {
    const version = versionOf(program);
    if (version !== undefined && version >= atLeast) return { program, version };
  }
  return undefined;
}

function programs(): string[] {
  const home = process.env["JAVA_HOME"];
  const kept = JVM_FOLDERS.flatMap((folder) => entriesOf(folder)).flatMap((folder) => [
    join(folder, "bin", "java"),
    join(folder, "Contents", "Home", "bin", "java"),
  ]);
  return [...(home ? [join(home, "bin", "java")] : []), "java", ...kept];
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    // No such folder on this system.
    return [];
  }
}

/** Only a JDK knows the compiler that runs source files: a JRE answers without it, and is passed over. */
function versionOf(program: string): number | undefined {
  try {
    const modules = execFileSync(program, ["--list-modules"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const version = /^jdk\.compiler@(\d+)/m.exec(modules)?.[1];
    return version === undefined ? undefined : Number(version);
  } catch {
    // No Java there.
    return undefined;
  }
}
