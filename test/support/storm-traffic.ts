import type { RehearsalPagerDuty } from "../../src/adapters/alerts/rehearsal/rehearsal-pagerduty.ts";
import { killService } from "./kill-map.ts";

/** Incidents open, are acknowledged, linked to a channel, get more alerts and are resolved, every few milliseconds. */
export function startTraffic(
  pagerDuty: RehearsalPagerDuty,
  dice: () => number,
  mayGoOn: () => boolean,
): { stop(): void } {
  const timer = setInterval(() => {
    if (!mayGoOn()) return;
    const open = pagerDuty.incidents().filter(({ status }) => status !== "resolved");
    const some = open[Math.floor(dice() * open.length)];
    const kind = dice();
    if (!some || kind < 0.3 || open.length < 4) {
      const service = killService(Math.floor(dice() * 48));
      const summary = `${service.name} answers with errors`;
      pagerDuty.trigger({ title: summary, service, alert: { summary, severity: "critical" } });
    } else if (kind < 0.45 && some.status === "triggered") pagerDuty.acknowledge(some.id);
    else if (kind < 0.55) pagerDuty.addAlert(some.id, { summary: "slow", severity: "warning" });
    else if (kind < 0.63 && some.bridgeUrl === undefined) {
      pagerDuty.setBridge(some.id, `https://firm.slack.com/archives/C${Math.floor(dice() * 9)}`);
    } else pagerDuty.resolve(some.id);
  }, 30);
  return { stop: () => clearInterval(timer) };
}
