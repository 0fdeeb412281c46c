import { readFileSync, writeFileSync } from "node:fs";
import { envExample, withSections } from "./generated-docs.ts";

writeFileSync(".env.example", envExample());
writeFileSync("README.md", withSections(readFileSync("README.md", "utf8")));
