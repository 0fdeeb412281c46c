import { expect, it } from "vitest";
import { manyDependencies, NOW, saying } from "../../../contracts/graph-store/sayings.ts";
import { createSqliteUnderTest } from "./sqlite-under-test.ts";

it("answers from what is committed while a long saying is being written", async () => {
  const subject = await createSqliteUnderTest();
  await subject.store.say(saying("import:estate", manyDependencies(1)));
  const done: string[] = [];
  const writing = subject.store
    .say(saying("import:estate", manyDependencies(4000), { at: NOW + 1 }))
    .then(() => done.push("written"));
  const looking = subject.store.version().then(() => done.push("version"));
  const reading = subject.store.snapshot(NOW).then((snapshot) => {
    done.push("snapshot");
    return snapshot;
  });
  await Promise.all([writing, looking, reading]);

  expect(done).toEqual(["version", "snapshot", "written"]);
  expect((await reading).consumer).toHaveLength(1);
  await subject.dispose();
});
