import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { Reply } from "../../src/model/reply.ts";
import type { ActionRequest, CaptureRequest, ChatHandlers } from "../../src/ports/chat.ts";
import { startBrowser } from "../support/browser.ts";
import { startLocalWorkspace, type LocalWorkspace } from "../support/local-workspace.ts";
import { quietHandlers } from "../support/quiet-handlers.ts";
import { richReply } from "../support/rich-reply.ts";

const COMMANDS = ["blast-radius", "depends-on", "owners"];

const browser: Browser | undefined = await startBrowser();

describe.skipIf(!browser)("the local workspace in a browser", { timeout: 40_000 }, () => {
  let workspace: LocalWorkspace;
  let clicks: ActionRequest[];
  let captures: CaptureRequest[];
  let pages: Page[];
  let problems: string[];

  beforeEach(async () => {
    [clicks, captures, pages, problems] = [[], [], [], []];
    workspace = await startLocalWorkspace(handlers());
  });
  afterEach(async () => {
    await Promise.all(pages.map((page) => page.context().close()));
    await workspace.close();
    // A stopped script or a broken policy shows here before anybody sees it on the page.
    if (problems.length > 0) throw new Error(problems.join("\n"));
  });
  afterAll(() => browser?.close());

  function handlers(): ChatHandlers {
    return quietHandlers({
      async onCommand({ line }) {
        const share = { label: "Share to channel", action: { type: "share" as const, line } };
        const answer = { type: "list" as const, items: [{ text: "storefront", tone: "down" }] };
        return Reply.parse({
          headline: `Answer to ${line}`,
          blocks: [answer, { type: "buttons", buttons: [share] }],
        });
      },
      async onAction(click) {
        clicks.push(click);
        const action = await workspace.box.find(click.action);
        if (action?.type === "share") {
          return Reply.parse({ headline: `Shared: ${action.line}`, visibility: "channel" });
        }
        return action?.type === "edit-proposal" ? undefined : richReply("asked-for");
      },
      async onCapture(request) {
        captures.push(request);
        return Reply.parse({ headline: "1 dependency proposed", visibility: "channel" });
      },
      complete: async (line) =>
        COMMANDS.filter((name) => name.startsWith(line)).map((name) => ({
          line: `${name} `,
          label: name,
          hint: `what ${name} tells`,
        })),
    });
  }

  async function open(
    path: string,
    { person, ...options }: BrowserContextOptions & { person?: string } = {},
  ): Promise<Page> {
    const context = await (browser as Browser).newContext(options);
    if (person) {
      const cookie = { name: "depmap-person", value: person, url: workspace.url };
      await context.addCookies([cookie]);
    }
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on("pageerror", ({ message }) => problems.push(message));
    page.on("console", (line) => {
      const isNetwork = /Failed to load resource|net::ERR/.test(line.text());
      if (line.type() === "error" && !isNetwork) problems.push(line.text());
    });
    pages.push(page);
    await page.goto(workspace.url + path);
    await page.locator("html.scripted").waitFor();
    return page;
  }

  it("completes and sends a command by keyboard alone", async () => {
    const page = await open("/c/general");

    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.keyboard.type("/o");
    await page.getByRole("listbox").getByRole("option", { name: "owners" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.keyboard.type("stock-cache");
    await page.keyboard.press("Enter");

    await page.getByText("Answer to owners stock-cache").waitFor();
    expect(await page.getByRole("textbox", { name: "Write to #general" }).inputValue()).toBe("");
  });

  it("takes the first suggestion with Tab, and closes the list with Escape", async () => {
    const page = await open("/c/general");
    const field = page.locator("#say");

    await field.pressSequentially("/bl");
    await page.getByRole("listbox").getByRole("option").waitFor();
    await page.keyboard.press("Tab");
    expect(await field.inputValue()).toBe("/blast-radius ");

    await field.fill("/de");
    await page.getByRole("listbox").getByRole("option").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("listbox").getByRole("option").waitFor({ state: "detached" });
    expect(await field.inputValue()).toBe("/de");
  });

  it("shows an answer to the asker alone, until it is shared", async () => {
    const you = await open("/c/general");
    const robin = await open("/c/general", { person: "robin" });

    await say(you, "/depmap blast-radius x");
    await you.getByText("Answer to blast-radius x").waitFor();
    expect(await you.getByText("Only you can see this").count()).toBe(2);
    await you.getByRole("button", { name: "Share to channel" }).click();

    await robin.getByText("Shared: blast-radius x").waitFor();
    expect(await robin.getByText("Answer to blast-radius x").count()).toBe(0);
  });

  it("hands a double click over once", async () => {
    await workspace.local.chat.post({ channel: "general" }, richReply(), "k");
    const page = await open("/c/general");

    await page.getByRole("button", { name: "Show the path" }).dblclick();
    await page.getByText("asked-for is down").first().waitFor();
    await workspace.local.idle();

    expect(clicks).toHaveLength(1);
  });

  it("fills a form in a dialog, and gives the focus back", async () => {
    await workspace.local.chat.post({ channel: "general" }, richReply(), "k");
    const page = await open("/c/general");
    const opener = page.getByRole("button", { name: "Correct this dependency" });

    await opener.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Correct this dependency" });
    await dialog.getByLabel("Consumer").fill("ledger");
    await dialog.getByLabel("Why").fill("two\nlines");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "hidden" });
    await workspace.local.idle();

    expect(clicks[0]?.fields).toEqual({
      consumer: "ledger",
      provider: "stock-cache",
      coupling: "call",
      why: "two\nlines",
    });
    expect(await focusedText(page)).toBe("Correct this dependency…");
  });

  it("opens a thread beside the channel, captures it, and closes it with Escape", async () => {
    const root = await workspace.local.chat.post({ channel: "general" }, richReply(), "k");
    const page = await open("/c/general");
    const message = page.locator(`#m-${root}`);

    await message.getByLabel("Actions for the message").click();
    await message.getByRole("link", { name: "Answer in thread" }).click();
    const panel = page.getByRole("complementary", { name: "Thread" });
    await panel.getByRole("textbox").fill("checkout reads the table that billing fills");
    await page.keyboard.press("Enter");
    const answer = panel.getByRole("listitem").filter({ hasText: "billing fills" });
    await answer.getByLabel("Actions for the message").click();
    await answer.getByRole("button", { name: "Capture dependencies" }).click();

    await panel.getByText("1 dependency proposed").waitFor();
    await message.getByText("2 answers").waitFor();
    expect(captures.map(({ place }) => place.thread)).toEqual([root]);
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    expect(new URL(page.url()).pathname).toBe("/c/general");
  });

  it("shows news and edits in a second page at once, and keeps them across a restart", async () => {
    const { chat } = workspace.local;
    const message = await chat.post({ channel: "incidents" }, headline("3 are hit"), "k");
    const page = await open("/c/incidents");
    const writer = await open("/c/incidents", { person: "robin" });

    await say(writer, "looking into it");
    await page.getByText("looking into it").waitFor();
    await chat.edit("incidents", message, headline("4 are hit"));
    await page.getByRole("heading", { name: "4 are hit" }).waitFor();
    expect(await page.getByText("3 are hit").count()).toBe(0);

    await workspace.restart();
    await workspace.local.chat.post({ channel: "incidents" }, headline("back again"), "k2");
    await page.getByRole("heading", { name: "back again" }).waitFor();
    await page.reload();
    await page.getByText("looking into it").waitFor();
  });

  it("marks other channels as unread, and says when there is news below", async () => {
    const { chat } = workspace.local;
    await chat.post({ channel: "general" }, richReply(), "k");
    const page = await open("/c/general", { viewport: { width: 1000, height: 500 } });
    await page.locator("#scroller").evaluate((place) => place.scrollTo(0, 0));

    await chat.post({ channel: "incidents" }, headline("fire"), "k2");
    await chat.post({ channel: "general" }, headline("below"), "k3");

    await page.getByRole("link", { name: "incidents 1 unread" }).waitFor();
    await page.getByRole("button", { name: "New messages" }).click();
    await page.getByRole("heading", { name: "below" }).waitFor();
    await page.getByRole("button", { name: "New messages" }).waitFor({ state: "hidden" });
    expect(await page.getByRole("heading", { name: "below" }).isVisible()).toBe(true);
  });

  it("keeps the focus on a button while its message is edited", async () => {
    const message = await workspace.local.chat.post({ channel: "general" }, richReply(), "k");
    const page = await open("/c/general");
    await page.getByRole("button", { name: "This is wrong" }).focus();

    await workspace.local.chat.edit("general", message, { ...richReply(), headline: "5 are hit" });
    await page.getByRole("heading", { name: "5 are hit" }).waitFor();

    expect(await focusedText(page)).toBe("This is wrong");
  });

  it("enlarges a picture on click", async () => {
    await workspace.local.chat.post({ channel: "general" }, richReply(), "k");
    const page = await open("/c/general");

    await page.getByRole("link", { name: /^Enlarge: stock-cache is used/ }).click();

    const picture = page.getByRole("dialog", { name: "Picture" }).getByRole("img");
    await picture.waitFor();
    expect(
      await page.evaluate("document.querySelector('#viewer img').naturalWidth"),
    ).toBeGreaterThan(0);
    await page.keyboard.press("Escape");
    await picture.waitFor({ state: "hidden" });
  });

  it.each([
    ["light", 1280],
    ["dark", 375],
  ] as const)("has no serious fault for axe, %s at %i px", async (colorScheme, width) => {
    const root = await workspace.local.chat.post({ channel: "general" }, richReply(), "k");
    await workspace.local.chat.post({ channel: "general", thread: root }, headline("a line"), "l");
    const page = await open("/c/general", { colorScheme, viewport: { width, height: 800 } });
    await say(page, "/depmap owners x");
    await page.getByText("Answer to owners x").waitFor();

    expect(await faultsIn(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
    await page.goto(`${workspace.url}/c/general/t/${root}`);
    expect(await faultsIn(page)).toEqual([]);
    await page.goto(`${workspace.url}/c/incidents`);
    await page.getByText("Nothing has happened in #incidents yet").waitFor();
    expect(await faultsIn(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
  });

  it("shows a message that is taller than the window from its first line", async () => {
    const { chat } = workspace.local;
    await chat.post({ channel: "general" }, headline("before"), "k");
    const tall = await chat.post({ channel: "general" }, richReply(), "k2");
    const page = await open("/c/general", { viewport: { width: 1000, height: 420 } });
    const isAtTop = () =>
      page.evaluate<boolean>(
        `Math.abs(document.getElementById("m-${tall}").getBoundingClientRect().top -
          document.getElementById("scroller").getBoundingClientRect().top) < 2`,
      );

    expect(await isAtTop()).toBe(true);
    await chat.edit("general", tall, { ...richReply(), headline: "5 are hit" });
    await page.getByRole("heading", { name: "5 are hit" }).waitFor();
    expect(await isAtTop()).toBe(true);
  });

  it("keeps every message of somebody who types faster than the server answers", async () => {
    const page = await open("/c/general");
    await page.route("**/say", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 150));
      await route.continue();
    });
    for (const text of ["one", "two", "three"]) await say(page, text);
    await page.locator("#say").fill("four, unfinished");

    await page.getByText("three").waitFor();
    expect(await page.locator("#scroller .message").allInnerTexts()).toEqual([
      expect.stringContaining("one"),
      expect.stringContaining("two"),
      expect.stringContaining("three"),
    ]);
    expect(await page.locator("#say").inputValue()).toBe("four, unfinished");
  });

  it("opens the menu of a message where there is room for it", async () => {
    const page = await open("/c/general");
    await say(page, "first");
    await say(page, "second");
    const menu = page.getByLabel("Actions for the message").last();

    await page.getByText("second").hover();
    await menu.click();

    await page.getByRole("link", { name: "Answer in thread" }).last().click();
    const panel = page.getByRole("complementary", { name: "Thread" });
    await panel.waitFor();
    expect(await panel.isVisible()).toBe(true);
  });

  it("cuts a long message short at the head of its thread", async () => {
    const { chat } = workspace.local;
    const root = await chat.post({ channel: "general" }, richReply(), "k");
    const page = await open(`/c/general/t/${root}`);
    const panel = page.getByRole("complementary", { name: "Thread" });

    expect(await panel.getByRole("table").count()).toBe(0);
    await panel.getByRole("link", { name: "Show the whole message" }).click();
    await page.getByRole("table").waitFor();
    expect(await panel.count()).toBe(0);
  });

  it("reaches the channels on a phone", async () => {
    const page = await open("/c/general", {
      viewport: { width: 375, height: 812 },
      hasTouch: true,
    });

    await page.getByRole("button", { name: "Channels" }).tap();
    await page.getByRole("link", { name: "incidents" }).tap();

    const heading = page.getByRole("heading", { name: "incidents", exact: true });
    await heading.waitFor();
    expect(await heading.isVisible()).toBe(true);
  });
});

function headline(text: string): Reply {
  return Reply.parse({ headline: text, visibility: "channel" });
}

async function say(page: Page, text: string): Promise<void> {
  await page.locator("#say").fill(text);
  await page.locator("#say").press("Enter");
}

async function focusedText(page: Page): Promise<string> {
  return page.evaluate("document.activeElement.textContent.trim()");
}

/** How many pixels the page is wider than its window. */
async function overflowOf(page: Page): Promise<number> {
  return page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
}

/** What axe calls serious or critical. */
async function faultsIn(page: Page): Promise<string[]> {
  // As a plain evaluation: the page's own policy lets no foreign script in.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<{
    violations: { id: string; impact: string; nodes: { html: string }[] }[];
  }>("axe.run()");
  const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  return grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}
