import { expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import type { AuditRow } from "../../src/model/audit.ts";
import type { Component } from "../../src/model/component.ts";
import { answerCommand } from "../../src/workflows/answers/answer-command.ts";
import { auditRowsOf } from "../../src/workflows/map/audit-rows.ts";
import { quoted } from "../../src/workflows/answers/parse-command-line.ts";
import { answerTools, NOW, type TestedTools } from "../support/answer-tools.ts";
import { OWNER, ownedBy } from "../support/owned-by.ts";
import { MEMBER, typed } from "../support/people.ts";
import { idOf } from "../support/graph-of.ts";
import { buttonsOf, wordsOf } from "../support/words-of.ts";

const ARROWS = ["checkout -> ledger", "fares -> fares-db"];

async function lastAudit({ store }: TestedTools): Promise<AuditRow | undefined> {
  let last: AuditRow | undefined;
  for await (const row of auditRowsOf(store)) last = row;
  return last;
}

function servicesOf({ snapshots }: TestedTools, name: string): readonly string[] | undefined {
  const { components, indexOf } = snapshots.current();
  return components[indexOf.get(idOf(name)) ?? -1]?.pagerdutyServiceIds;
}

it("asks first, with a button that does it", async () => {
  const tools = await answerTools(commands, ...ARROWS);

  const { reply, data } = await answerCommand(tools, typed("link fares ledger --as event"));

  expect(reply.headline).toBe("Say that fares depends on ledger (event)?");
  expect(data).toMatchObject({ needsConfirmation: true });
  expect(buttonsOf(reply)).toEqual({ "Yes, change the map": "link fares ledger --as event" });
});

it("writes under the person's own source once it is confirmed, and is audited", async () => {
  const tools = await answerTools(commands, ...ARROWS);

  const { reply, data } = await answerCommand(
    tools,
    typed("link fares ledger --as event --strength soft"),
    true,
  );

  expect(reply.headline).toBe("Written down: fares depends on ledger (event, soft)");
  expect(data).toMatchObject({ written: true, source: "person:maria" });
  const key = `dependency ${idOf("fares")} ${idOf("ledger")} event`;
  expect(await tools.store.assertionsAbout(key)).toMatchObject([
    {
      source: { name: "person:maria", type: "person" },
      evidence: ["said by Maria in test/incidents"],
    },
  ]);
  expect(await lastAudit(tools)).toMatchObject({ actor: "person:maria" });
});

it("says so when the map has it from this person already", async () => {
  const tools = await answerTools(commands, ...ARROWS);
  await answerCommand(tools, typed("link fares ledger"), true);

  const { reply, data } = await answerCommand(tools, typed("link fares ledger"), true);

  expect(reply.headline).toMatch(/^The map has it from you already/);
  expect(data).toMatchObject({ written: false });
});

it("takes back the own unlink: nobody disputes with themselves", async () => {
  const tools = await answerTools(commands, ...ARROWS);
  for (const line of ["unlink checkout ledger", "link checkout ledger"]) {
    tools.clock.at += 1000;
    await answerCommand(tools, typed(line), true);
  }
  await tools.refresh();

  const { data } = await answerCommand(tools, typed("depends-on checkout"));

  expect(data).toMatchObject({ neighbours: [{ state: "learned" }] });
});

it("is not for members, confirmed or not", async () => {
  const tools = await answerTools(commands, ...ARROWS);

  const answers = [
    await answerCommand(tools, typed("link fares ledger", MEMBER)),
    await answerCommand(tools, typed("link fares ledger", MEMBER), true),
  ];

  expect(answers.map(({ data }) => data)).toEqual([
    { error: "not-allowed" },
    { error: "not-allowed" },
  ]);
});

it.each(["link", "link fares"])("says what “%s” lacks", async (line) => {
  const { reply, data } = await answerCommand(await answerTools(commands, ...ARROWS), typed(line));

  expect(data).toEqual({ error: "bad-input" });
  expect(wordsOf(reply)).toContain("/depmap link CONSUMER PROVIDER");
});

it("offers the nearest for either name, and keeps coupling and strength", async () => {
  const tools = await answerTools(commands, ...ARROWS);

  const { reply } = await answerCommand(
    tools,
    typed("link fares legder --as data --strength soft"),
  );

  expect(buttonsOf(reply)["ledger"]).toBe("link fares prod/shop/ledger --as data --strength soft");
});

it("maps a PagerDuty service to a component, and keeps the ones mapped before", async () => {
  const tools = await answerTools(commands, ...ARROWS);

  const asked = await answerCommand(tools, typed("link --pagerduty P1 --service Fares fares"));
  for (const id of ["P1", "P2"]) {
    await answerCommand(tools, typed(`link --pagerduty ${id} fares`), true);
  }
  await tools.refresh();

  expect(asked.reply.headline).toBe("Say that PagerDuty service Fares is fares?");
  expect(servicesOf(tools, "fares")).toEqual(["P1", "P2"]);
});

it("leaves what a source says of the component as it is when a service is mapped", async () => {
  const tools = await answerTools(commands, ...ARROWS);
  const component: Component = {
    id: idOf("fares"),
    kind: "job",
    description: "Prices",
    aliases: ["tariffs"],
    pagerdutyServiceIds: ["P0"],
  };
  const claims = [{ fact: { type: "component" as const, component }, confidence: 1, evidence: [] }];
  const source = { name: "estate:one", type: "import" } as const;
  await tools.store.say({ source, at: NOW, claims, complete: true, actor: "test" });
  await tools.refresh();

  await answerCommand(tools, typed("link --pagerduty P1 fares"), true);
  await tools.refresh();

  const { components, indexOf } = tools.snapshots.current();
  expect(components[indexOf.get(idOf("fares")) ?? -1]).toEqual({
    ...component,
    pagerdutyServiceIds: ["P0", "P1"],
  });
});

it("lets one choose the component of a service, the likeliest first", async () => {
  const tools = await answerTools(commands, ...ARROWS, "web -> gift-vouchers");

  const { reply } = await answerCommand(
    tools,
    typed('link --pagerduty P9 --service "Gift vouchers"'),
  );

  const select = reply.blocks.find((block) => block.type === "select");
  expect(select).toMatchObject({
    action: { type: "command", line: 'link --pagerduty P9 --service "Gift vouchers"' },
    options: [{ label: "gift-vouchers", value: idOf("gift-vouchers") }],
  });
});

it.each([`O'Brien's "best"`, `'til`, `"quoted"`, "--force", "a\tb"])(
  "holds on to a service that somebody called %s",
  async (service) => {
    const tools = await answerTools(commands, ...ARROWS);

    const { reply } = await answerCommand(
      tools,
      typed(`link --pagerduty P9 --service ${quoted(service)}`),
    );
    const select = reply.blocks.find((block) => block.type === "select");
    const line = select?.action.type === "command" ? select.action.line : "";
    const { data } = await answerCommand(tools, typed(`${line} fares`));

    expect(data).toMatchObject({ needsConfirmation: true });
  },
);

it("lets a member say it who is in the group of a team that owns an end, and asks first", async () => {
  const tools = await answerTools(commands, ...ARROWS);
  await ownedBy(tools, "ledger");

  const asked = await answerCommand(tools, typed("link fares ledger", OWNER));
  const done = await answerCommand(tools, typed("link fares ledger", OWNER), true);

  expect(asked.data).toMatchObject({ needsConfirmation: true });
  expect(done.data).toMatchObject({ written: true, source: "person:ines" });
});

it("refuses an owner of something else, and says who may", async () => {
  const tools = await answerTools(commands, ...ARROWS);
  await ownedBy(tools, "ledger");
  const other = { ...OWNER, groups: ["night-shift"] };

  const { reply, data } = await answerCommand(tools, typed("link fares ledger", other), true);

  expect(data).toEqual({ error: "not-allowed" });
  expect(wordsOf(reply)).toContain("the name of a team that owns an end: Payments");
});

it("leaves the mapping of PagerDuty's services to approvers, owner or not", async () => {
  const tools = await answerTools(commands, ...ARROWS);
  await ownedBy(tools, "fares");

  const line = "link --pagerduty P1 --service Fares fares";
  const { data } = await answerCommand(tools, typed(line, OWNER), true);

  expect(data).toEqual({ error: "not-allowed" });
});

it("shows afterwards who said it, by name and not by id", async () => {
  const tools = await answerTools(commands, ...ARROWS);
  const maria = { id: "U07", name: "Maria", role: "approver" } as const;
  const done = await answerCommand(tools, typed("link fares ledger", maria), true);
  await tools.refresh();

  const { reply } = await answerCommand(tools, typed("depends-on fares", maria));

  expect(wordsOf(reply)).toMatch(/ledger[^]*Maria, 0 s ago/);
  expect(wordsOf(done.reply) + wordsOf(reply)).not.toContain("U07");
});
