import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { auditPromises } from "./graph-store/audit-promises.ts";
import { availabilityPromises } from "./graph-store/availability-promises.ts";
import { changePromises } from "./graph-store/change-promises.ts";
import { foldingPromises } from "./graph-store/folding-promises.ts";
import { incidentPromises } from "./graph-store/incident-promises.ts";
import { movingPromises } from "./graph-store/moving-promises.ts";
import { proposalPromises } from "./graph-store/proposal-promises.ts";
import { recordPromises } from "./graph-store/record-promises.ts";
import { retractionPromises } from "./graph-store/retraction-promises.ts";
import { sayingPromises } from "./graph-store/saying-promises.ts";
import { simultaneityPromises } from "./graph-store/simultaneity-promises.ts";
import type { Check, StoreUnderTest } from "./graph-store/store-under-test.ts";

/** What a store does otherwise than the contract says, and why that is right for it. */
interface Difference {
  /** The test's whole name. */
  readonly test: string;
  readonly reason: string;
}

const ALL_PROMISES = [
  sayingPromises,
  recordPromises,
  retractionPromises,
  foldingPromises,
  simultaneityPromises,
  changePromises,
  availabilityPromises,
  proposalPromises,
  incidentPromises,
  auditPromises,
  movingPromises,
];

/** How the contract is run. */
interface ContractRun {
  readonly differences?: readonly Difference[];
  /** Promises that the same adapter keeps in another run, and that would take long here: their whole names. */
  readonly without?: readonly string[];
}

/** What every graph store must do. Call it once per adapter, with a factory of empty stores. */
export function graphStoreContract(
  name: string,
  createEmptyStore: () => Promise<StoreUnderTest>,
  { differences = [], without = [] }: ContractRun = {},
): void {
  describe(`graph store contract: ${name}`, () => {
    let subject: StoreUnderTest;
    beforeEach(async () => {
      subject = await createEmptyStore();
    });
    afterEach(() => subject.dispose());

    const promises: { readonly sentence: string; readonly check: Check }[] = [];
    for (const promisesOf of ALL_PROMISES) {
      promisesOf((sentence, check) => promises.push({ sentence, check }));
    }
    const elsewhere = new Set([...without, ...differences.map(({ test }) => test)]);

    it.each(promises.filter(({ sentence }) => !elsewhere.has(sentence)))(
      "$sentence",
      async ({ check }) => {
        expect.hasAssertions();
        await check(subject, createEmptyStore);
      },
      30_000,
    );

    it("differs only where there is a promise", () => {
      const promised = new Set(promises.map(({ sentence }) => sentence));
      expect([...elsewhere].filter((test) => !promised.has(test))).toEqual([]);
    });

    it.for(differences)("$test (differs: $reason)", ({ reason }, { skip }) => {
      skip(reason);
      expect.unreachable();
    });
  });
}
