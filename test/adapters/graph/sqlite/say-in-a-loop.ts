// Started by two-processes.test.ts: says facts one by one, as a process of its own. Arguments: path, name, count.
import { createSqliteGraphStore } from "../../../../src/adapters/graph/sqlite/sqlite-graph-store.ts";
import { dependency, saying } from "../../../contracts/graph-store/sayings.ts";

const [path = "", name = "", count = "0"] = process.argv.slice(2);
const store = createSqliteGraphStore({ path });
for (let place = 0; place < Number(count); place += 1) {
  await store.say(saying(`import:${name}`, [dependency(`${name}-${place} -> ledger`)]));
}
await store.close();
