import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { blastRadius } from "../src/analysis/blast-radius.ts";
import { readStorm } from "../src/compose/rehearsal.ts";
import { startServer, type Server } from "../src/compose/server.ts";
import { readConfig } from "../src/config.ts";
import { blastRadiusPicture } from "../src/pictures/blast-radius-picture.ts";
import { startBrowser } from "../test/support/browser.ts";
import { blockPage } from "../test/support/slack/block-page.ts";
import { startSlackFirm } from "../test/support/slack-firm.ts";

/** Takes the README's pictures of the real product: `node scripts/take-pictures.ts`. */
const PICTURES = "docs/pictures";
const LEARNED = "Turns out fares reads the port-dues table that dues-sync fills.";
const SPEED = 20;

const folder = mkdtempSync(join(tmpdir(), "depmap-pictures-"));
useOwnFonts();
const config = readConfig({
  DEPMAP_DATA_DIR: join(folder, "data"),
  DEPMAP_PORT: "0",
  DEPMAP_LOG_LEVEL: "silent",
});
const server = await startServer(config);
const browser = await startBrowser();
try {
  if (!browser) throw new Error("no picture can be taken without a browser");
  mkdirSync(PICTURES, { recursive: true });
  await playStorm(server);
  const channel = await firstChannel(server);
  await takeBriefing(browser, channel);
  await takePhone(browser, channel);
  await takeThread(browser, channel);
  await paintBlastRadius(server);
  await takeSlack(browser);
} finally {
  await browser?.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** The same letters on every machine: those that the painter uses, too. */
function useOwnFonts(): void {
  const own = createRequire(import.meta.url).resolve("@expo-google-fonts/arimo/package.json");
  const file = join(folder, "fonts.conf");
  writeFileSync(
    file,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${dirname(own)}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(folder, "fonts")}</cachedir>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  ${["Arial", "sans", "sans-serif", "system-ui"].map(asArimo).join("\n  ")}
</fontconfig>
`,
  );
  process.env["FONTCONFIG_FILE"] = file;
}

function asArimo(family: string): string {
  return `<alias binding="same"><family>${family}</family><prefer><family>Arimo</family></prefer></alias>`;
}

async function playStorm({ rehearsal, worker }: Server): Promise<void> {
  const incidents = await rehearsal?.play(readStorm("storm.yaml"), SPEED);
  await rehearsal?.settled();
  worker.revisit(incidents ?? []);
  await worker.idle();
}

/** The address of the channel in which the storm is told. */
async function firstChannel({ url, parts }: Server): Promise<string> {
  const records = await parts.store.incidents({ limit: 20 });
  const first = records.find(({ incident }) => incident.number === 1);
  if (!first?.channel) throw new Error("the storm has no channel");
  return `${url}/c/${encodeURIComponent(first.channel)}`;
}

async function open(from: Browser, url: string, options: BrowserContextOptions): Promise<Page> {
  const context = await from.newContext({ locale: "en-GB", timezoneId: "UTC", ...options });
  const page = await context.newPage();
  // What has been seen is not counted as unread.
  await page.goto(new URL("/", url).href);
  await page.goto(url);
  await page.locator("html.scripted").waitFor();
  await page.locator("a.picture img").first().waitFor();
  await page.evaluate("document.activeElement?.blur()");
  return page;
}

async function take(page: Page, name: string): Promise<void> {
  await page.waitForFunction("[...document.images].every((image) => image.complete)");
  await page.screenshot({ path: join(PICTURES, name), caret: "initial" });
}

async function takeBriefing(from: Browser, channel: string): Promise<void> {
  const page = await open(from, channel, { viewport: { width: 1280, height: 1260 } });
  await take(page, "briefing.png");
  await page.context().close();
}

async function takePhone(from: Browser, channel: string): Promise<void> {
  const page = await open(from, channel, {
    viewport: { width: 390, height: 844 },
    colorScheme: "dark",
    isMobile: true,
    hasTouch: true,
    deviceScaleFactor: 2,
  });
  await take(page, "phone-dark.png");
  await page.context().close();
}

/** Somebody writes what was learned, captures it, and sees the proposal. */
async function takeThread(from: Browser, channel: string): Promise<void> {
  const page = await open(from, channel, { viewport: { width: 1280, height: 900 } });
  await page.getByRole("link", { name: /answers$/ }).click();
  const panel = page.getByRole("complementary", { name: "Thread" });
  await panel.getByRole("textbox").fill(LEARNED);
  await page.keyboard.press("Enter");
  const said = panel.locator(".message[data-author=you]").filter({ hasText: LEARNED });
  await said.getByLabel("Actions for the message").click();
  await said.getByRole("button", { name: "Capture dependencies" }).click();
  const card = panel.getByRole("listitem").filter({ hasText: "fares depends on dues-sync" });
  await card.getByRole("button", { name: "Approve" }).waitFor();
  await panel.locator(".only-you").waitFor();
  // The page has followed the last answer to the end by then.
  await page.waitForTimeout(500);
  await page.evaluate("document.querySelector('#panel [data-author=you]').scrollIntoView()");
  await page.mouse.move(0, 0);
  await take(page, "thread.png");
  await page.context().close();
}

async function paintBlastRadius({ parts }: Server): Promise<void> {
  const map = parts.snapshots.current();
  const origin = "prod/platform/session-cache";
  const svg = await parts.painter.svg(blastRadiusPicture(map, blastRadius(map, [origin])));
  writeFileSync(join(PICTURES, "blast-radius.png"), await parts.painter.png(svg));
}

/** The briefing of the same storm as Slack was given it. */
async function takeSlack(from: Browser): Promise<void> {
  const firm = await startSlackFirm("sockets", { DEPMAP_CHANNEL_PER_INCIDENT: "no" });
  const page = await from.newPage({ viewport: { width: 760, height: 400 } });
  try {
    const { double, pagerduty, server: inSlack } = firm;
    const { rehearsal } = pagerduty;
    const incidents = await rehearsal.play(readStorm("storm.yaml"), { speed: SPEED });
    inSlack.worker.revisit(incidents);
    await firm.settled();
    // Pictures come into a message when Slack can show them.
    await page.waitForTimeout(3000);
    const [briefing] = double.messages("CINC").filter(({ user }) => user === double.botUser);
    const files = new Map(double.files().map(({ id, bytes }) => [id, bytes]));
    const pictureOf = (id: string) => {
      const bytes = files.get(id);
      return bytes && `data:image/png;base64,${Buffer.from(bytes).toString("base64")}`;
    };
    const shown = {
      title: "briefing",
      surface: "message" as const,
      blocks: briefing?.blocks ?? [],
    };
    await page.setContent(blockPage(shown, { pictureOf }));
    await page.waitForFunction("[...document.images].every((image) => image.complete)");
    await page.screenshot({ path: join(PICTURES, "slack-briefing.png"), fullPage: true });
  } finally {
    await page.close();
    await firm.close();
  }
}
