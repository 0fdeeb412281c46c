import type { Destination } from "../../src/ports/chat.ts";
import type { Somebody } from "../contracts/chat/chat-under-test.ts";
import type { LocalWorkspace } from "./local-workspace.ts";

/** What stands between two tags of a page, as a reader sees it. */
const ENTITIES = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" } as const;

/** A person of the local workspace who uses its pages without script, over HTTP. */
export function createLocalPerson(workspace: LocalWorkspace, id: string): Somebody {
  const headers = { Cookie: `depmap-person=${id}` };

  async function post(path: string, fields: Record<string, string>): Promise<void> {
    const body = new URLSearchParams(fields);
    const response = await fetch(workspace.url + path, {
      method: "POST",
      body,
      headers,
      redirect: "manual",
    });
    if (response.status !== 303)
      throw new Error(`${path}: ${response.status} ${await response.text()}`);
    await workspace.local.idle();
  }
  const page = async ({ channel, thread }: Destination) => {
    const path = thread === undefined ? `/c/${channel}` : `/c/${channel}/t/${thread}`;
    return (await fetch(workspace.url + path, { headers })).text();
  };
  const items = async (to: Destination) => {
    const list = to.thread === undefined ? "m" : "t";
    return messagesIn(await page(to)).filter((item) => item.id.startsWith(`${list}-`));
  };
  /** The form in a message's markup that has this button. */
  async function formWith(message: string, label: string): Promise<string> {
    const pages = await Promise.all(
      channelsOf(await page({ channel: "general" })).map((channel) => items({ channel })),
    );
    const item = pages.flat().find((found) => found.id === `m-${message}`)?.markup ?? "";
    const opened = [...item.matchAll(/hx-get="(\/m\/[^"]*\/form\/\d+)"/g)].map(async ([, path]) =>
      (await fetch(workspace.url + path, { headers })).text(),
    );
    const forms = [item, ...(await Promise.all(opened))].flatMap(
      (markup) => markup.match(/<form[^]*?<\/form>/g) ?? [],
    );
    const form = forms.find((markup) => wordsIn(markup).includes(label));
    if (!form) throw new Error(`no button "${label}" in message ${message}`);
    return form;
  }

  return {
    id,
    async says(to, text) {
      const before = new Set((await items(to)).map((item) => item.id));
      await post("/say", { channel: to.channel, thread: to.thread ?? "", text });
      const said = (await items(to)).find((item) => !before.has(item.id));
      if (!said) throw new Error(`"${text}" is not in the channel`);
      return said.id.slice(2);
    },
    changes: (message, text) => post("/edit", { message, text }),
    deletes: (message) => post("/delete", { message }),
    commands: ({ channel, thread = "" }, line, request) =>
      post("/say", { channel, thread, text: `/depmap ${line}`, id: request }),
    async clicks(message, label, request, fields = {}) {
      const form = await formWith(message, label);
      const button = (form.match(/<button[^]*?<\/button>/g) ?? []).find(
        (markup) => wordsIn(markup) === label,
      );
      const action = /value="([^"]*)"/.exec(button ?? "")?.[1] ?? "";
      const named = Object.entries(fields).map(([name, value]) => [`field.${name}`, value]);
      await post("/act", { message, action, id: request, ...Object.fromEntries(named) });
    },
    captures: (message, request) => post("/capture", { message, id: request }),
    reads: async (to) => (await items(to)).map(({ markup }) => wordsIn(markup)),
  };
}

/** Everything in a message's markup that is more than words: its elements with what they do, in order. */
export async function aliveIn(
  workspace: LocalWorkspace,
  channel: string,
  message: string,
): Promise<string[]> {
  const page = await (await fetch(`${workspace.url}/c/${channel}`)).text();
  const item = messagesIn(page).find(({ id }) => id === `m-${message}`);
  const forms = [...(item?.markup ?? "").matchAll(/hx-get="(\/m\/[^"]*\/form\/\d+)"/g)];
  const opened = await Promise.all(
    forms.map(async ([, path]) => (await fetch(workspace.url + path)).text()),
  );
  const tags = [item?.markup ?? "", ...opened].join("").match(/<[a-z!/][^>]*>/gi) ?? [];
  // Ids differ from message to message; what a name may stand in (alt, label, value) says nothing but words.
  return tags.map((tag) =>
    tag
      .replaceAll(message, "ID")
      .replaceAll(/ (alt|aria-label|value|data-seq|datetime|title)="[^"]*"/g, " $1")
      .replaceAll(/\s+/g, " "),
  );
}

function messagesIn(page: string): { id: string; markup: string }[] {
  const parts = page.split(/(?=<li\s+id="[mt]-m)/).slice(1);
  return parts.map((part) => {
    const end = part.indexOf("</details>") + "</details>".length;
    return { id: /id="([^"]*)"/.exec(part)?.[1] ?? "", markup: part.slice(0, end) };
  });
}

function channelsOf(page: string): string[] {
  return [...page.matchAll(/<a href="\/c\/([^"/]*)"/g)].map(([, channel = ""]) => channel);
}

function wordsIn(markup: string): string {
  const words = markup
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  return words.replaceAll(
    /&(lt|gt|quot|#39|amp);/g,
    (entity) => ENTITIES[entity as keyof typeof ENTITIES],
  );
}
