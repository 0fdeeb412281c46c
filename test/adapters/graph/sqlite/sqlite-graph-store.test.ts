import { graphStoreContract } from "../../../contracts/graph-store-contract.ts";
import { createSqliteUnderTest } from "./sqlite-under-test.ts";

graphStoreContract("sqlite", createSqliteUnderTest);
