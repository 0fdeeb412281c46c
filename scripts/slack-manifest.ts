import { writeFileSync } from "node:fs";
import { slackManifest } from "./slack/slack-manifest.ts";

/**
 * Writes `manifest/slack/manifest.json`, for Socket Mode. With depmap's address it prints the manifest for HTTP instead:
 * `node scripts/slack-manifest.ts https://depmap.example.com`.
 */
const publicUrl = process.argv[2];
const manifest = `${JSON.stringify(slackManifest(publicUrl), undefined, 2)}\n`;
if (publicUrl === undefined) writeFileSync("manifest/slack/manifest.json", manifest);
else process.stdout.write(manifest);
