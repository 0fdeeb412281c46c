import { readFileSync, globSync } from "node:fs";
import { expect, it } from "vitest";

/** Folders of src/adapters/chat that are no chat, and what they are. */
const NO_CHATS: Readonly<Record<string, string>> = { terminal: "a renderer: nobody answers there" };

it("calls the chat contract for every chat", () => {
  const chats = globSync("src/adapters/chat/*/").map((path) => path.split("/").at(-1) ?? "");
  const tested = globSync("test/adapters/chat/*/*.test.ts")
    .filter((path) => /^chatContract\(/m.test(readFileSync(path, "utf8")))
    .map((path) => path.split("/").at(-2));

  expect(chats).toContain("local");
  expect(chats.filter((chat) => !(chat in NO_CHATS) && !tested.includes(chat))).toEqual([]);
});
