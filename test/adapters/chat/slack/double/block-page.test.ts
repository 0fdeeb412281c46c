import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { renderMessage } from "../../../../../src/adapters/chat/slack/render/render-message.ts";
import { startBrowser } from "../../../../support/browser.ts";
import { richReply } from "../../../../support/rich-reply.ts";
import { blockPage } from "../../../../support/slack/block-page.ts";
import { keptActions } from "../../../../support/slack/kept-actions.ts";

const NAME = "<b>cart</b> & <!here>";
const PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAAC";
let browser: Browser | undefined;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
});

/** What somebody sees of the richest reply there is, in lines. */
async function seen(chromium: Browser): Promise<{ lines: string[]; marks: number }> {
  const { blocks } = await renderMessage(
    richReply(NAME),
    keptActions(() => "F1"),
  );
  const shown = {
    title: "A reply",
    surface: "message",
    blocks: blocks.map((one) => ({ ...one })),
  } as const;
  const page = await chromium.newPage();
  await page.setContent(blockPage(shown, { pictureOf: () => PIXEL }));
  const lines = (await page.locator(".blocks").innerText()).split(/\n+/);
  const marks = await page.locator("svg.emoji").count();
  await page.close();
  return { lines, marks };
}

it("is read from top to bottom: headline, banner, parts, buttons, sources", async ({ skip }) => {
  if (!browser) return skip();
  const { lines, marks } = await seen(browser);

  const parts = [
    `${NAME} is down: 14 components and 2 journeys are hit`,
    "What is going on",
    "What probably caused it",
    "Who and what is hit",
    "Journeys",
    "Blast radius",
    "Show the path",
    "Correct this dependency…",
  ];
  const places = parts.map((part) => lines.findIndex((line) => line.trim() === part));
  expect(places.every((place) => place >= 0)).toBe(true);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(lines.at(-1)).toContain("Blind spots");
  expect(marks).toBeGreaterThanOrEqual(7);
});
