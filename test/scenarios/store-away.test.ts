import { createSqliteUnderTest } from "../adapters/graph/sqlite/sqlite-under-test.ts";
import { steadyStoreContract } from "../contracts/steady-store-contract.ts";

steadyStoreContract("SQLite", createSqliteUnderTest);
