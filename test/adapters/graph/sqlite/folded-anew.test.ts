import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import {
  component,
  contentsOf,
  denial,
  dependency,
  NOW,
  saying,
} from "../../../contracts/graph-store/sayings.ts";
import { createSqliteUnderTest } from "./sqlite-under-test.ts";

it("works everything out again when it opens a file that was folded otherwise", async () => {
  const subject = await createSqliteUnderTest();
  await subject.store.say(
    saying("import:estate", [dependency("a -event-> b"), dependency("b -> c"), component("c")]),
  );
  await subject.store.say(saying("person:ines", [denial("b -> c")], { at: NOW + 1 }));
  const before = contentsOf(await subject.store.snapshot(NOW));
  await subject.store.close();
  const file = new DatabaseSync(subject.path);
  file.exec(`UPDATE meta SET value = 'by older rules' WHERE key = 'folded_with';
    UPDATE dependency SET coupling = 7; UPDATE component SET uses = 9, body = NULL`);
  file.close();

  expect(contentsOf(await subject.openAnother().snapshot(NOW))).toEqual(before);
  await subject.dispose();
});

it("refuses to change or shorten the audit log, also for somebody with the file in hand", async () => {
  const subject = await createSqliteUnderTest();
  await subject.store.say(saying("import:estate", [dependency("a -> b")]));
  await subject.store.close();
  const file = new DatabaseSync(subject.path);

  expect(() => file.exec("UPDATE audit SET actor = 'somebody else'")).toThrow(/append-only/);
  expect(() => file.exec("DELETE FROM audit")).toThrow(/append-only/);
  file.close();
  await subject.dispose();
});
