import { expect, it } from "vitest";
import fc from "fast-check";
import { alertKind } from "../../src/model/alert-kind.ts";
import { AlertKind } from "../../src/model/incident.ts";

it.each([
  ["parcels: error ratio 12 % (limit 1 %)", "errors"],
  ["ParcelLabelHighErrorRate", "errors"],
  ["Success rate of label printing below 98 %", "errors"],
  ["Elevated 5xx on POST /labels", "errors"],
  ["Nightly settlement failed", "errors"],
  ["Unhandled exceptions in worker", "errors"],
  ["p99 latency 4.1 s on /quote", "latency"],
  ["Replication lag 900 s", "latency"],
  ["quotes are slow", "latency"],
  ["Calls to the carrier time out", "latency"],
  ["Depot gateway is DOWN", "availability"],
  ["KubePodCrashLooping depot/label-printer", "availability"],
  ["Health check failed for 3 of 3 targets", "availability"],
  ["Certificate expired 2 h ago", "availability"],
  ["connection refused by ledger:5432", "availability"],
  ["Disk full on db-3", "saturation"],
  ["Connection pool exhausted", "saturation"],
  ["memory usage 97 %", "saturation"],
  ["queue depth of label-jobs above 10k", "saturation"],
  ["HTTP 429 from the carrier, rate limited", "saturation"],
  ["No traffic on /quote for 10 minutes", "traffic"],
  ["Request rate dropped by 90 %", "traffic"],
  ["orders per minute below 3", "traffic"],
  ["printed labels per minute fell from 40 to 1", "traffic"],
  ["errors per minute above 40, orders drop", "errors"],
  ["Error budget of printing exhausted", "errors"],
  ["DepotVolumeFillingUp", "saturation"],
  ["Packet loss 100 %", "availability"],
  ["Something happened", "other"],
  ["", "other"],
])("reads %j as %s", (summary, kind) => {
  expect(alertKind(summary)).toBe(kind);
});

it("reads the same in any case and with any punctuation", () => {
  expect(alertKind("[FIRING:1] ERROR-RATE!!")).toBe("errors");
});

it("has an answer for any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 3000 }), (text) => {
      expect(AlertKind.options).toContain(alertKind(text));
    }),
  );
});
