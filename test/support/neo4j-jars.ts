import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { takeFileLock } from "./file-lock.ts";

const FOLDER = join(import.meta.dirname, "../../node_modules/.cache/neo4j");

/**
 * The folder with Neo4j's jars of one version; Maven fetches them the first time (some 150 MB), for all test files once.
 *
 * Rejects when there is no Maven, or when it cannot reach its repository.
 */
export async function neo4jJars(version: string): Promise<string> {
  const jars = join(FOLDER, version);
  if (existsSync(jars)) return jars;

  const release = await takeFileLock(join(FOLDER, "fetching.lock"));
  try {
    if (!existsSync(jars)) await fetchJars(version, jars);
  } finally {
    release();
  }
  return jars;
}

/** Into a folder of its own, renamed when all is there: cut short, it leaves nothing that looks complete. */
async function fetchJars(version: string, jars: string): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const folder = await mkdtemp(join(FOLDER, "fetching-"));
  try {
    const pom = join(folder, "pom.xml");
    await writeFile(pom, pomFor(version));
    await promisify(execFile)("mvn", [
      "-q",
      "-B",
      "-f",
      pom,
      "dependency:copy-dependencies",
      `-DoutputDirectory=${join(folder, "jars")}`,
      "-DincludeScope=runtime",
    ]);
    await rename(join(folder, "jars"), jars);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function pomFor(version: string): string {
  const dependency = (artifact: string) =>
    `<dependency><groupId>org.neo4j</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>depmap</groupId><artifactId>test-server</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>${dependency("neo4j")}${dependency("neo4j-bolt")}</dependencies>
</project>
`;
}
