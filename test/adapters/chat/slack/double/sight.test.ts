import { WebClient } from "@slack/web-api";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startSlackDouble, type SlackDouble } from "../../../../support/slack/slack-double.ts";

let double: SlackDouble;
let web: WebClient;

beforeEach(async () => {
  double = await startSlackDouble();
  web = new WebClient(double.botToken, {
    slackApiUrl: double.apiUrl,
    retryConfig: { retries: 0 },
  });
});

afterEach(() => double.close());

const plain = (text: string) => ({ type: "plain_text", text }) as const;

test("shows words, marks and mentions as they are read, and what can be pressed in brackets", async () => {
  await web.chat.postMessage({
    channel: "CINC",
    text: "fallback",
    blocks: [
      { type: "header", text: plain("Orders *down*") },
      {
        type: "section",
        text: { type: "mrkdwn", text: "*Origin*: <https://a.example|the `db`> &amp; <@UBEN>" },
        fields: [plain("since 10:02"), plain("2 hit")],
      },
      {
        type: "rich_text",
        elements: [
          {
            type: "rich_text_list",
            style: "bullet",
            elements: [
              { type: "rich_text_section", elements: [{ type: "text", text: "a_b_c" }] },
              { type: "rich_text_section", elements: [{ type: "user", user_id: "UADA" }] },
            ],
          },
        ],
      },
      {
        type: "actions",
        elements: [
          { type: "button", text: plain("Show"), action_id: "show" },
          {
            type: "static_select",
            action_id: "one",
            placeholder: plain("Which"),
            options: [
              { text: plain("Cache"), value: "c" },
              { text: plain("Queue"), value: "q" },
            ],
          },
        ],
      },
    ],
  });

  expect(double.as("UADA").sees("CINC")).toBe(
    [
      "depmap: Orders *down*",
      "Origin: the db & @Ben",
      "since 10:02",
      "2 hit",
      "• a_b_c",
      "• @Ada",
      "[Show] [Which (Cache | Queue)]",
    ].join("\n"),
  );
});

test("shows guests and strangers only the channels that they are in", async () => {
  double.addPerson({ id: "USTR", name: "Stan", team: "T9" });
  const ts = await double.as("UADA").says("CGEN", "internal");

  expect(double.as("UIDA").sees("CGEN")).toBe("Ada: internal");
  expect(double.as("UGIL").sees("CGEN")).toBe("");
  expect(double.as("USTR").sees("CGEN")).toBe("");
  await expect(double.as("UGIL").presses("CGEN", ts, "Show")).rejects.toThrow("not let into");
});

test("shows a private channel to its members only", async () => {
  const secret = await double.as("UADA").createsChannel("war-room", { isPrivate: true });
  await double.as("UADA").says(secret, "hush");

  expect(double.as("UBEN").sees(secret)).toBe("");
  await expect(double.as("UBEN").commands(secret, "status")).rejects.toThrow("not let into");
});

test("gives nobody anything to press that is not there for them", async () => {
  await web.chat.postEphemeral({
    channel: "CINC",
    user: "UADA",
    text: "yours",
    blocks: [
      { type: "actions", elements: [{ type: "button", text: plain("Go"), action_id: "go" }] },
    ],
  });

  await expect(double.as("UBEN").presses("CINC", undefined, "Go")).rejects.toThrow(
    "sees nothing called",
  );
});
