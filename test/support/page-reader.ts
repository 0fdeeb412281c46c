import { setTimeout as wait } from "node:timers/promises";
import { visitorOf } from "../../scripts/demo/visitor.ts";

/** Somebody who reads the local workspace's pages and presses what stands there, over HTTP. */
export interface Reader {
  /** The words of all messages in a channel, or in a thread. */
  reads(channel: string, thread?: string): Promise<string[]>;
  /** Types a command and gives the answer's message and words. */
  asks(channel: string, text: string): Promise<{ message: string; lines: string[] }>;
  /** Presses the button of that label in a message, and waits until something has changed. */
  press(channel: string, message: string, label: string, thread?: string): Promise<void>;
  /** Chooses "Capture dependencies" on a thread's first message, and waits for the answer. */
  captures(channel: string, message: string): Promise<void>;
}

interface Item {
  readonly id: string;
  readonly markup: string;
}

/** Reads the workspace at `url` as one of its people. */
export function createReader(url: string, person: string): Reader {
  const visitor = visitorOf(url, person);

  async function page(channel: string, thread?: string): Promise<string> {
    const path = thread === undefined ? `/c/${channel}` : `/c/${channel}/t/${thread}`;
    const response = await fetch(url + path, { headers: { cookie: `depmap-person=${person}` } });
    return await response.text();
  }
  async function items(channel: string, thread?: string): Promise<Item[]> {
    const list = thread === undefined ? "m" : "t";
    return itemsIn(await page(channel, thread)).filter(({ id }) => id.startsWith(`${list}-`));
  }
  /** Pages change a moment after a request was taken. */
  async function until<Value>(
    what: string,
    look: () => Promise<Value | undefined>,
  ): Promise<Value> {
    for (let tries = 0; tries < 200; tries += 1) {
      const found = await look();
      if (found !== undefined) return found;
      await wait(25);
    }
    throw new Error(`waited in vain for ${what}`);
  }

  return {
    reads: async (channel, thread) =>
      (await items(channel, thread)).map(({ markup }) => wordsIn(markup)),
    async asks(channel, text) {
      const before = new Set((await items(channel)).map(({ id }) => id));
      await visitor.say(channel, text);
      return await until(`an answer to ${text}`, async () => {
        const fresh = (await items(channel)).filter(({ id }) => !before.has(id));
        const answer = fresh.at(1);
        return answer && { message: answer.id.slice(2), lines: [wordsIn(answer.markup)] };
      });
    },
    async press(channel, message, label, thread) {
      const before = await page(channel, thread);
      const item = itemsIn(before).find(
        ({ id }) => id.slice(2) === message && (thread === undefined || id.startsWith("t-")),
      );
      const button = (item?.markup.match(/<button[^]*?<\/button>/g) ?? []).find(
        (markup) => wordsIn(markup) === label,
      );
      const action = /value="([^"]*)"/.exec(button ?? "")?.[1];
      if (!action) throw new Error(`no button "${label}" in message ${message}`);
      await visitor.press(message, action);
      const shown = itemsIn(before)
        .map(({ markup }) => wordsIn(markup))
        .join("\n");
      await until(`what ${label} does`, async () => {
        const now = itemsIn(await page(channel, thread))
          .map(({ markup }) => wordsIn(markup))
          .join("\n");
        return now === shown ? undefined : true;
      });
    },
    async captures(channel, message) {
      await visitor.capture(message);
      await until("the answer to a capture", async () => {
        const texts = (await items(channel, message)).map(({ markup }) => wordsIn(markup));
        return texts.some((text) => /(was|were) found/.test(text)) || undefined;
      });
    },
  };
}

function itemsIn(page: string): Item[] {
  return page
    .split(/(?=<li\s+id="[mt]-m)/)
    .slice(1)
    .map((markup) => ({ id: /id="([^"]*)"/.exec(markup)?.[1] ?? "", markup }));
}

function wordsIn(markup: string): string {
  return markup
    .replaceAll(/<(time|details)[^]*?<\/\1>/g, " ")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/&quot;/g, '"')
    .replaceAll(/&#39;/g, "'")
    .replaceAll(/\s+/g, " ")
    .trim();
}
