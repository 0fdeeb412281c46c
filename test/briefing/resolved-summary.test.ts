import { expect, it } from "vitest";
import { renderText } from "../../src/adapters/chat/terminal/render-text.ts";
import { resolvedSummary } from "../../src/briefing/resolved-summary.ts";
import { alertOf } from "../support/scripted-alerts.ts";
import { shopMap } from "../support/shop-map.ts";
import { incidentOf, MINUTE, NIGHT, storyOf } from "../support/story-of.ts";

it("says how long, what, what was predicted and what was not, and how to teach depmap", async () => {
  const resolvedAt = NIGHT + 32 * MINUTE;
  const alerts = ["redis", "cart", "checkout", "search"].map((name, place) =>
    alertOf(name, NIGHT + 1000 * place, { resolvedAt }),
  );
  const story = await storyOf(shopMap(), [incidentOf(alerts, { status: "resolved", resolvedAt })]);

  await expect(renderText(resolvedSummary(story), { width: 110 })).toMatchFileSnapshot(
    "resolved-summary.txt",
  );
});
