import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { createGraphvizPainter } from "../src/adapters/painter/graphviz/graphviz-painter.ts";
import type { RenderTools } from "../src/adapters/chat/slack/render/render-tools.ts";
import { renderMessage } from "../src/adapters/chat/slack/render/render-message.ts";
import { renderHome, renderModal } from "../src/adapters/chat/slack/render/render-views.ts";
import { startBrowser } from "../test/support/browser.ts";
import { blockPage, type Shown } from "../test/support/slack/block-page.ts";
import { brokenBlockRules } from "../test/support/slack/block-rules.ts";
import { slackSamples, type Sample } from "./slack/slack-samples.ts";

/** Takes pictures of replies as Slack shows them, and keeps their JSON: `node scripts/slack-preview.ts FOLDER`. */
const folder = process.argv[2];
if (!folder) throw new Error("say where the pictures go: node scripts/slack-preview.ts FOLDER");
mkdirSync(folder, { recursive: true });
const painter = createGraphvizPainter();
const pictures = new Map<string, string>();
const browser = await startBrowser();
try {
  if (!browser) throw new Error("no picture can be taken without a browser");
  for (const sample of await slackSamples(painter)) await take(browser, sample, folder);
} finally {
  await browser?.close();
}

async function take(chromium: Browser, sample: Sample, to: string): Promise<void> {
  const { shown, payload } = await render(sample, await toolsFor(sample));
  const broken = brokenBlockRules(payload);
  const page = await chromium.newPage({ viewport: { width: 760, height: 400 } });
  await page.setContent(blockPage(shown, { pictureOf: (id) => pictures.get(id) }));
  await page.screenshot({ path: join(to, `${sample.name}.png`), fullPage: true });
  await page.close();
  writeFileSync(join(to, `${sample.name}.json`), JSON.stringify(payload, undefined, 2));
  console.log(`${sample.name}: ${broken.length === 0 ? "Slack would take it" : broken.join("\n")}`);
}

async function render(
  { reply, surface, name }: Sample,
  tools: RenderTools,
): Promise<{ shown: Shown; payload: object }> {
  if (surface === "message" || surface === "ephemeral") {
    const message = await renderMessage(reply, tools);
    return { shown: { title: name, surface, blocks: asJson(message.blocks) }, payload: message };
  }
  const view =
    surface === "home" ? await renderHome(reply, tools) : await renderModal(reply, tools, "{}");
  const shown = { title: name, surface, blocks: asJson(view.blocks), view: { ...view } };
  return { shown, payload: { view } };
}

async function toolsFor({ reply }: Sample): Promise<RenderTools> {
  const files = new Map<string, string>();
  for (const block of reply.blocks) {
    if (block.type !== "picture") continue;
    const id = `F${pictures.size + 1}`;
    pictures.set(id, await addressOf(block.svg));
    files.set(block.svg, id);
  }
  let kept = 0;
  return {
    keep: () => Promise.resolve(`sample-${(kept += 1)}`),
    fileOf: (svg) => files.get(svg),
  };
}

/** As PNG, the way Slack gets it; the sample picture of the tests is drawn by hand, and the painter would not have it. */
async function addressOf(svg: string): Promise<string> {
  if (!svg.includes("<title>")) {
    return `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
  }
  return `data:image/png;base64,${Buffer.from(await painter.png(svg)).toString("base64")}`;
}

function asJson(blocks: readonly object[]): Record<string, unknown>[] {
  return blocks.map((block) => ({ ...block }));
}
