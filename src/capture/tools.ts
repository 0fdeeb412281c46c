import type { Ref } from "./refs.ts";

/** Tools by which people watch, page, chat, build and ship. They stand in every postmortem and are rarely part of the estate. */
const TOOLS = new Set(
  `pingdom pagerduty opsgenie victorops updown statuscake uptimerobot newrelic sentry bugsnag rollbar grafana prometheus alertmanager cloudwatch
   nagios zabbix icinga splunk sumologic loggly papertrail kibana jaeger zipkin lightstep pingdom slack
   buildkite circleci jenkins travis teamcity argocd spinnaker harness octopus terraform ansible puppet chef helm flux
   lastpass 1password jeli rootly firehydrant wireshark tcpdump`.split(/\s+/u),
);

/** Is this a tool of the people rather than a part of the system? */
export function isTool({ end }: Ref): boolean {
  const name = "known" in end ? end.known : end.new;
  return name
    .toLowerCase()
    .split(/[^a-z0-9]/u)
    .some((word) => TOOLS.has(word));
}
