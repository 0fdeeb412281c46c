import { WebClient } from "@slack/web-api";
import { afterEach, describe, expect, test } from "vitest";
import {
  startSlackDouble,
  type DoubleWorkspace,
  type SlackDouble,
  type SlackDoubleOptions,
} from "../../../../support/slack/slack-double.ts";

const closing: SlackDouble[] = [];

afterEach(async () => {
  for (const double of closing.splice(0)) await double.close();
});

async function slack(
  options?: SlackDoubleOptions,
): Promise<{ readonly double: SlackDouble; readonly web: WebClient }> {
  const double = await startSlackDouble(options);
  closing.push(double);
  return { double, web: clientOf(double, double) };
}

function clientOf({ apiUrl }: SlackDouble, { botToken }: DoubleWorkspace): WebClient {
  return new WebClient(botToken, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 1_000,
  });
}

/** The word with which Slack refused. */
async function refusalOf(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) return "none";
  const data: unknown = Reflect.get(error, "data");
  return String(
    typeof data === "object" && data !== null ? Reflect.get(data, "error") : error.name,
  );
}

/** Has the app let into all of E1, and gives its token there. */
async function orgToken(double: SlackDouble): Promise<string> {
  const page = new URL("/oauth/v2/authorize", double.url);
  page.search = new URLSearchParams({
    client_id: double.clientId,
    scope: "chat:write,channels:read",
    redirect_uri: "http://127.0.0.1:1/back",
    org: "E1",
  }).toString();
  const { headers } = await fetch(page, { redirect: "manual" });
  const granted = await new WebClient(undefined, { slackApiUrl: double.apiUrl }).oauth.v2.access({
    client_id: double.clientId,
    client_secret: double.clientSecret,
    code: new URL(headers.get("location") ?? "").searchParams.get("code") ?? "",
  });
  return granted.access_token ?? "";
}

describe("what Slack refuses", () => {
  test.each([
    ["a channel that is not", "CNONE", "channel_not_found"],
    ["a private channel from outside", "CSEC", "channel_not_found"],
    ["a public channel from outside", "CGEN", "not_in_channel"],
    ["an archived channel", "COLD", "is_archived"],
  ])("a post into %s", async (_, channel, word) => {
    const { double, web } = await slack({
      scopes: ["chat:write"],
    });
    double.addChannel({ id: "CSEC", name: "secret", isPrivate: true, members: ["UADA"] });
    double.addChannel({ id: "COLD", name: "old", isArchived: true, hasBot: true });

    expect(await refusalOf(web.chat.postMessage({ channel, text: "x" }))).toBe(word);
  });

  test("a method whose scope the token lacks, and it says which", async () => {
    const { double, web } = await slack({ scopes: ["chat:write"] });

    expect(await refusalOf(web.pins.add({ channel: "CINC", timestamp: "1.1" }))).toBe(
      "missing_scope",
    );
    expect(double.calls("pins.add")[0]?.answer["needed"]).toBe("pins:write");
  });

  test("what is unknown, revoked or for another kind of token", async () => {
    const { double, web } = await slack();
    const options = { slackApiUrl: double.apiUrl, retryConfig: { retries: 0 } };

    expect(await refusalOf(new WebClient("xoxb-wrong", options).auth.test())).toBe("invalid_auth");
    expect(await refusalOf(web.apps.connections.open({}))).toBe("not_allowed_token_type");
    await double.uninstall();
    expect(await refusalOf(web.auth.test())).toBe("account_inactive");
  });

  test("edits of what others wrote, and of what is gone", async () => {
    const { double, web } = await slack();
    const ts = await double.as("UADA").says("CINC", "mine");

    const edit = { channel: "CINC", ts, text: "theirs" };
    expect(await refusalOf(web.chat.update(edit))).toBe("cant_update_message");
    await double.as("UADA").deletes("CINC", ts);
    expect(await refusalOf(web.chat.update(edit))).toBe("message_not_found");
  });

  test("too many blocks, and files that are not ready", async () => {
    const { double, web } = await slack({ fileDelayMs: 60_000 });
    const many = Array.from({ length: 51 }, () => ({ type: "divider" as const }));
    const url = await web.files.getUploadURLExternal({ filename: "m.png", length: 3 });
    await fetch(url.upload_url ?? "", { method: "POST", body: "png" });
    await web.files.completeUploadExternal({ files: [{ id: url.file_id ?? "" }] });
    const picture = [
      { type: "image" as const, alt_text: "map", slack_file: { id: url.file_id ?? "" } },
    ];

    const tooMany = web.chat.postMessage({ channel: "CINC", text: "x", blocks: many });
    const tooSoon = web.chat.postMessage({ channel: "CINC", text: "x", blocks: picture });

    expect(await refusalOf(tooMany)).toBe("invalid_blocks");
    expect(await refusalOf(tooSoon)).toBe("invalid_blocks");
    expect(double.files()[0]?.name).toBe("m.png");
  });

  test("names of channels that are taken or not allowed", async () => {
    const { web } = await slack();

    expect(await refusalOf(web.conversations.create({ name: "incidents" }))).toBe("name_taken");
    expect(await refusalOf(web.conversations.create({ name: "Inc 1" }))).toBe(
      "invalid_name_specials",
    );
    expect(await refusalOf(web.conversations.create({ name: "x".repeat(81) }))).toBe(
      "invalid_name_maxlength",
    );
  });

  test("more than a post a second into one channel, where limits are kept", async () => {
    let now = 1_000_000;
    const { web } = await slack({ enforceLimits: true, now: () => now });
    const words: string[] = [];

    for (let index = 0; index < 6; index += 1) {
      words.push(await refusalOf(web.chat.postMessage({ channel: "CINC", text: `${index}` })));
    }
    now += 2_000;
    words.push(await refusalOf(web.chat.postMessage({ channel: "CINC", text: "later" })));

    expect(words.slice(0, 4)).toEqual(["none", "none", "none", "none"]);
    expect(words.slice(4)).toEqual(["WebAPIRateLimitedError", "WebAPIRateLimitedError", "none"]);
  });
});

describe("what Slack keeps", () => {
  test("threads in pages, the root first, without what was deleted", async () => {
    const { double, web } = await slack();
    const ada = double.as("UADA");
    const root = await ada.says("CINC", "root");
    const gone = await ada.says("CINC", "gone", root);
    for (const text of ["a", "b", "c"]) await ada.says("CINC", text, root);
    await ada.deletes("CINC", gone);

    const texts: unknown[] = [];
    for await (const page of web.paginate("conversations.replies", {
      channel: "CINC",
      ts: root,
      limit: 2,
    })) {
      const messages: unknown = Reflect.get(page, "messages");
      if (!Array.isArray(messages)) throw new Error("no page");
      texts.push(...messages.map((message: { readonly text?: unknown }) => message.text));
    }

    expect(texts).toEqual(["root", "a", "b", "c"]);
  });

  test("a stone where a root with replies was deleted", async () => {
    const { double, web } = await slack();
    const ada = double.as("UADA");
    const root = await ada.says("CINC", "root");
    await ada.says("CINC", "reply", root);
    await ada.deletes("CINC", root);

    const { messages = [] } = await web.conversations.replies({ channel: "CINC", ts: root });

    expect(messages.map((message) => [Reflect.get(message, "subtype"), message.text])).toEqual([
      ["tombstone", "This message was deleted."],
      [undefined, "reply"],
    ]);
  });

  test("an edit with text alone takes the blocks away, one with blocks alone leaves the text", async () => {
    const { double, web } = await slack();
    const section = { type: "section", text: { type: "plain_text", text: "block" } } as const;
    const { ts = "" } = await web.chat.postMessage({
      channel: "CINC",
      text: "words",
      blocks: [section],
      metadata: { event_type: "told", event_payload: { key: "k" } },
    });

    await web.chat.update({ channel: "CINC", ts, blocks: [section] });
    const withBlocks = double.messages("CINC").at(-1);
    await web.chat.update({ channel: "CINC", ts, text: "alone" });
    const withText = double.messages("CINC").at(-1);

    expect([withBlocks?.text, withBlocks?.blocks.length]).toEqual(["words", 1]);
    expect([withText?.text, withText?.blocks.length]).toEqual(["alone", 0]);
    expect(withText?.metadata?.["event_payload"]).toEqual({ key: "k" });
  });

  test("what the bot did before the answer was lost", async () => {
    const { double, web } = await slack();
    double.fail("chat.postMessage", { kind: "reply-lost" });
    double.fail("chat.update", { kind: "status", status: 500 });

    const lost = await refusalOf(web.chat.postMessage({ channel: "CINC", text: "lost" }));

    expect(lost).not.toBe("none");
    expect(double.as("UADA").sees("CINC")).toBe("depmap: lost");
    expect(await refusalOf(web.chat.update({ channel: "CINC", ts: "1", text: "x" }))).not.toBe(
      "message_not_found",
    );
  });

  test("who is a guest, a stranger, a bot, or gone", async () => {
    const { double, web } = await slack();
    double.addPerson({ id: "USTR", name: "Stan", team: "T9" });
    double.changePerson("UBEN", { isDeleted: true });

    const guest = await web.users.info({ user: "UGIL" });
    const alone = await web.users.info({ user: "USTR" });
    double.addChannel({
      id: "CEXT",
      name: "shared",
      isExtShared: true,
      hasBot: true,
      members: ["UADA", "USTR"],
    });
    const met = await web.users.info({ user: "USTR" });
    const gone = await web.users.info({ user: "UBEN" });
    const shared = await web.conversations.info({ channel: "CEXT" });

    expect([guest.user?.is_restricted, guest.user?.is_ultra_restricted]).toEqual([true, false]);
    expect([alone.user?.team_id, Reflect.get(alone.user ?? {}, "is_stranger")]).toEqual([
      "T9",
      true,
    ]);
    expect(Reflect.get(met.user ?? {}, "is_stranger")).toBe(false);
    expect([gone.user?.deleted, gone.user?.is_restricted]).toEqual([true, undefined]);
    expect(shared.channel?.is_ext_shared).toBe(true);
  });

  test("who is of the same organisation, and who is of another one", async () => {
    const { double, web } = await slack({
      workspaces: [
        { id: "T1", enterprise: "E1", people: [{ id: "UONE" }, { id: "UTWO", team: "T2" }] },
        { id: "T2", enterprise: "E1" },
      ],
    });
    double.addPerson({ id: "USTR", team: "T9" });

    const people = await Promise.all(
      ["UONE", "UTWO", "USTR"].map(async (user) => (await web.users.info({ user })).user),
    );

    expect(people.map((person) => person?.enterprise_user?.teams)).toEqual([
      ["T1"],
      ["T2"],
      undefined,
    ]);
    expect(people.map((person) => Reflect.get(person ?? {}, "is_stranger"))).toEqual([
      undefined,
      undefined,
      true,
    ]);
  });

  test("ephemeral words for one person, and in a thread only once it has begun", async () => {
    const { double, web } = await slack();
    const ada = double.as("UADA");
    const root = await ada.says("CINC", "root");
    const only = { channel: "CINC", user: "UADA", thread_ts: root };

    await web.chat.postEphemeral({ channel: "CINC", user: "UADA", text: "for Ada" });
    await web.chat.postEphemeral({ ...only, text: "in the thread" });

    expect(ada.sees("CINC")).toContain("for Ada");
    expect(double.as("UBEN").sees("CINC")).not.toContain("for Ada");
    expect(ada.sees("CINC", root)).toBe("Ada: root");
    await double.as("UBEN").says("CINC", "a reply", root);
    expect(ada.sees("CINC", root)).toContain("in the thread");
    expect(await refusalOf(web.chat.postEphemeral({ ...only, user: "UNONE", text: "x" }))).toBe(
      "user_not_in_channel",
    );
  });

  test("a whole organisation under one token, which says the workspace where it has to", async () => {
    const { double } = await slack({
      workspaces: ["T1", "T2"].map((id) => ({
        id,
        enterprise: "E1",
        isInstalled: false,
        channels: [{ id: `C${id}`, name: "incidents", hasBot: true }],
      })),
    });
    const web = new WebClient(await orgToken(double), {
      slackApiUrl: double.apiUrl,
      retryConfig: { retries: 0 },
    });

    const me = await web.auth.test();
    const listed = await web.conversations.list({ team_id: "T2" });
    await web.chat.postMessage({ channel: "CT2", text: "over there" });

    expect([me.team_id, me.is_enterprise_install]).toEqual(["E1", true]);
    expect(listed.channels?.map(({ id }) => id)).toEqual(["CT2"]);
    expect(
      double
        .workspace("T2")
        .messages("CT2")
        .map(({ text }) => text),
    ).toEqual(["over there"]);
    expect(await refusalOf(web.conversations.list())).toBe("missing_argument");
  });

  test("two workspaces apart, and an app let into one of them by OAuth", async () => {
    const { double } = await slack({
      workspaces: [
        { id: "T1", channels: [{ id: "C1", name: "one", hasBot: true }] },
        { id: "T2", isInstalled: false, channels: [{ id: "C1", name: "two", hasBot: true }] },
      ],
    });
    const second = clientOf(double, double.workspace("T2"));
    expect(await refusalOf(second.auth.test())).toBe("account_inactive");

    const page = new URL("/oauth/v2/authorize", double.url);
    page.search = new URLSearchParams({
      client_id: double.clientId,
      scope: "chat:write,channels:read",
      redirect_uri: "http://127.0.0.1:1/back",
      state: "s1",
    }).toString();
    const { headers } = await fetch(page, { redirect: "manual" });
    const back = new URL(headers.get("location") ?? "");
    const grant = {
      client_id: double.clientId,
      client_secret: double.clientSecret,
      code: back.searchParams.get("code") ?? "",
    };
    const web = new WebClient(undefined, {
      slackApiUrl: double.apiUrl,
      retryConfig: { retries: 0 },
    });
    const granted = await web.oauth.v2.access(grant);

    expect(back.searchParams.get("state")).toBe("s1");
    expect([granted.team?.id, granted.scope]).toEqual(["T2", "chat:write,channels:read"]);
    expect(await refusalOf(web.oauth.v2.access(grant))).toBe("invalid_code");
    expect((await second.conversations.info({ channel: "C1" })).channel?.name).toBe("two");
  });
});
