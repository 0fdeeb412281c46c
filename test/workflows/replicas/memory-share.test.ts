import { claimsContract } from "../../contracts/claims-contract.ts";
import { sharedInboxContract } from "../../contracts/shared-inbox-contract.ts";
import { createMemoryShare } from "../../support/memory-share.ts";

const share = createMemoryShare();
claimsContract("memory", () => share.view().claims);
sharedInboxContract("memory", () => share.view().inbox);
