import { createSqliteUnderTest } from "../adapters/graph/sqlite/sqlite-under-test.ts";
import { movesBothWays } from "./moving.ts";

movesBothWays("between two SQLite files", createSqliteUnderTest, createSqliteUnderTest);
