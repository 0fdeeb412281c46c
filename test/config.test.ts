import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { readConfig } from "../src/config.ts";
import { DepmapError, messageOf } from "../src/model/errors.ts";

function complaint(environment: Record<string, string>): string {
  try {
    readConfig(environment);
  } catch (fault) {
    if (fault instanceof DepmapError && fault.code === "bad-config") return messageOf(fault);
    throw fault;
  }
  throw new Error("this configuration was accepted");
}

describe("readConfig", () => {
  it("starts with nothing set", () => {
    const config = readConfig({});

    expect(config).toMatchObject({ DEPMAP_HOST: "127.0.0.1", DEPMAP_PORT: 3000 });
    expect(config.PAGERDUTY_TOKEN).toBeUndefined();
  });

  it("takes an empty variable for one that is unset", () => {
    expect(readConfig({ DEPMAP_PORT: "" }).DEPMAP_PORT).toBe(3000);
  });

  it("names every wrong variable, what is wrong, and an example", () => {
    const words = complaint({ DEPMAP_PORT: "http", DEPMAP_LOG_LEVEL: "loud" });

    expect(words).toMatch(/DEPMAP_PORT: .+; for example DEPMAP_PORT=3000/);
    expect(words).toMatch(/DEPMAP_LOG_LEVEL: .+; for example DEPMAP_LOG_LEVEL=info/);
  });

  it("refuses a schedule that no clock could keep", () => {
    expect(complaint({ DEPMAP_REFRESH_CRON: "often" })).toContain(
      "DEPMAP_REFRESH_CRON: no cron expression; for example DEPMAP_REFRESH_CRON=*/30 * * * * *",
    );
  });

  it("wants both halves of PagerDuty's credentials", () => {
    expect(complaint({ PAGERDUTY_TOKEN: "canary-1" })).toMatch(
      /PAGERDUTY_WEBHOOK_SECRETS: is missing/,
    );
    expect(complaint({ PAGERDUTY_WEBHOOK_SECRETS: "canary-1" })).toMatch(
      /PAGERDUTY_TOKEN: is missing/,
    );
  });

  it("wants Neo4j's address and password together, and an address that Bolt knows", () => {
    expect(complaint({ NEO4J_URI: "neo4j://graph:7687" })).toMatch(/NEO4J_PASSWORD: is missing/);
    expect(complaint({ NEO4J_URI: "http://graph:7474", NEO4J_PASSWORD: "canary-4" })).toMatch(
      /NEO4J_URI: no bolt:\/\/ or neo4j:\/\/ address; for example NEO4J_URI=neo4j:/,
    );
    for (const scheme of ["bolt", "bolt+s", "neo4j", "neo4j+ssc"]) {
      const NEO4J_URI = `${scheme}://graph:7687`;
      expect(readConfig({ NEO4J_URI, NEO4J_PASSWORD: "canary-4" })).toMatchObject({ NEO4J_URI });
    }
  });

  it.each([
    [{ SLACK_BOT_TOKEN: "canary-5" }, /SLACK_APP_TOKEN: is missing while SLACK_BOT_TOKEN is set/],
    [
      { SLACK_SIGNING_SECRET: "canary-5" },
      /SLACK_BOT_TOKEN: is missing while SLACK_SIGNING_SECRET/,
    ],
    [
      { SLACK_CLIENT_ID: "1.2" },
      /SLACK_CLIENT_SECRET: is missing while SLACK_CLIENT_ID is set; all/,
    ],
    [{ SLACK_CLIENT_ID: "1.2" }, /DEPMAP_PUBLIC_URL: is missing while SLACK_CLIENT_ID is set/],
    [
      { SLACK_BOT_TOKEN: "canary-5", SLACK_CLIENT_ID: "1.2" },
      /SLACK_CLIENT_ID: cannot be set together with SLACK_BOT_TOKEN/,
    ],
    [{ SLACK_CAPTURE_EMOJI: ":link:" }, /SLACK_CAPTURE_EMOJI: an emoji's name without colons/],
    [{ SLACK_WORKSPACES: " , " }, /SLACK_WORKSPACES: at least one id/],
  ])("says what Slack still needs: %o", (environment, words) => {
    expect(complaint(environment)).toMatch(words);
    expect(complaint(environment)).not.toContain("canary");
  });

  it("takes Slack's credentials for one workspace, over either way", () => {
    const SLACK_APPROVERS = "@sre, U1,";
    const socket = { SLACK_BOT_TOKEN: "b", SLACK_APP_TOKEN: "a", SLACK_APPROVERS };

    expect(readConfig(socket).SLACK_APPROVERS).toEqual(["@sre", "U1"]);
    expect(
      readConfig({
        SLACK_BOT_TOKEN: "b",
        SLACK_SIGNING_SECRET: "s",
      }).SLACK_SIGNING_SECRET?.reveal(),
    ).toBe("s");
  });

  it("reads a secret from a file, and says which file it could not read", () => {
    const config = readConfig({ DEPMAP_PASSWORD_FILE: "/run/p" }, () => "canary-2\n");

    expect(config.DEPMAP_PASSWORD?.reveal()).toBe("canary-2");
    expect(complaint({ DEPMAP_PASSWORD_FILE: "/nowhere/at/all" })).toMatch(
      /DEPMAP_PASSWORD_FILE: cannot be read/,
    );
  });

  it("keeps several webhook secrets while they rotate", () => {
    const config = readConfig({ PAGERDUTY_TOKEN: "t", PAGERDUTY_WEBHOOK_SECRETS: "old, new," });

    expect(config.PAGERDUTY_WEBHOOK_SECRETS?.map((secret) => secret.reveal())).toEqual([
      "old",
      "new",
    ]);
  });

  it("never prints a secret", () => {
    const config = readConfig({
      PAGERDUTY_TOKEN: "canary-3",
      PAGERDUTY_WEBHOOK_SECRETS: "canary-3",
      DEPMAP_PASSWORD: "canary-3",
      NEO4J_URI: "bolt://graph:7687",
      NEO4J_PASSWORD: "canary-3",
    });

    expect(
      JSON.stringify(config) + inspect(config, { depth: 9 }) + String(config.PAGERDUTY_TOKEN),
    ).not.toContain("canary-3");
  });
});
