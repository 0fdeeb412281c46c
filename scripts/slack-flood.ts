import { startSlackFirm } from "../test/support/slack-firm.ts";

/**
 * `node scripts/slack-flood.ts [INCIDENTS] [SECONDS]`: that many unrelated incidents in so many seconds into one channel of a
 * Slack that counts its limits; 200 in 60 unless said otherwise. Ends with 1 when a promise does not hold.
 */
const [incidents = 200, seconds = 60] = process.argv.slice(2).map(Number);
const firm = await startSlackFirm(
  "sockets",
  { DEPMAP_CHANNEL_PER_INCIDENT: "no" },
  { enforceLimits: true },
);
const { double, pagerduty } = firm;
const started = performance.now();
let firstMs: number | undefined;
const watch = setInterval(() => {
  if (posted().length > 0) firstMs ??= performance.now() - started;
}, 20);

function posted() {
  return double.messages("CINC").filter(({ user }) => user === double.botUser);
}

for (let number = 0; number < incidents; number += 1) {
  pagerduty.rehearsal.trigger({
    title: `Lift ${number} has stopped`,
    service: { id: `PLIFT${number}`, name: `Lift ${number}` },
    alert: { summary: `lift-${number}: no signal`, severity: "critical", source: `lift-${number}` },
  });
  await new Promise((resolve) => setTimeout(resolve, (seconds * 1000) / incidents));
}
const messages = posted().length;
await firm.settled();
clearInterval(watch);
const limited = double.log.filter(({ status }) => status === 429);
const records = await firm.server.parts.store.incidents({ limit: 1000 });
const told = posted().map(({ blocks }) => JSON.stringify(blocks));
const untold = Array.from(
  { length: incidents },
  (_, number) => `Lift ${number} has stopped`,
).filter((title) => !told.some((words) => words.includes(title)));
const answers = {
  incidents: records.length,
  messagesInTheMinute: messages,
  messagesInAll: posted().length,
  edits: double.calls("chat.update").length,
  tooMany: limited.length,
  firstAfterMs: Math.round(firstMs ?? Number.NaN),
  untold: untold.length,
};
if (process.env["LOUD"]) process.stdout.write(double.as("UADA").sees("CINC").slice(-6000));
process.stdout.write(`${JSON.stringify(answers, undefined, 1)}\n`);
await firm.close();
const holds =
  limited.length === 0 && messages <= 10 && (firstMs ?? Infinity) <= 5000 && untold.length === 0;
process.exitCode = holds ? 0 : 1;
