import { describe, expect, it } from "vitest";
import {
  workspaceOfRequest,
  type Workspace,
  type Workspaces,
} from "../../../../../src/adapters/chat/slack/workspaces.ts";
import { DepmapError } from "../../../../../src/model/errors.ts";
import { createSecret } from "../../../../../src/model/secret.ts";

/** Installed in these: `T1`, `T1 of E1`, or `E1 of E1` for a whole organisation. */
function installedIn(...places: readonly string[]): Workspaces {
  const all = places.map((place): Workspace => {
    const [id = "", enterprise] = place.split(" of ");
    const token = createSecret("xoxb");
    const about = { id, name: id, url: "https://x.example/", token, botUser: "U", botId: "B" };
    return enterprise === undefined ? about : { ...about, enterprise };
  });
  return {
    isSingle: false,
    async find(id) {
      const found = id === undefined ? all[0] : all.find((one) => one.id === id);
      if (!found) throw new DepmapError("not-allowed", `depmap is not installed in ${id}`);
      return found;
    },
    all: async () => all,
  };
}

const FROM_ORGANISATION = { isEnterpriseInstall: true, enterpriseId: "E1", teamId: "T1" };
const FROM_WORKSPACE = { isEnterpriseInstall: false, enterpriseId: "E1", teamId: "T1" };

describe("what a request of Slack's is for", () => {
  it.each([
    ["an organisation's installation", FROM_ORGANISATION, ["T1 of E1", "E1 of E1"], "E1"],
    ["a workspace's installation", FROM_WORKSPACE, ["E1 of E1", "T1 of E1"], "T1"],
    ["the workspace's where only that is known", FROM_ORGANISATION, ["T1 of E1"], "T1"],
    ["the organisation's where only that is known", FROM_WORKSPACE, ["E1 of E1"], "E1"],
  ])("is %s", async (_, source, places, id) => {
    expect(await workspaceOfRequest(installedIn(...places), source)).toMatchObject({ id });
  });

  it.each([
    ["another workspace", { isEnterpriseInstall: false, teamId: "T9" }],
    ["another workspace of the same organisation", { ...FROM_WORKSPACE, teamId: "T2" }],
    ["another organisation", { ...FROM_ORGANISATION, enterpriseId: "E9", teamId: "T9" }],
    ["nowhere", { isEnterpriseInstall: false }],
  ])("is nothing of ours when it comes from %s", async (_, source) => {
    const workspaces = installedIn("T1 of E1", "T3");

    await expect(workspaceOfRequest(workspaces, source)).rejects.toMatchObject({
      code: "not-allowed",
    });
  });
});
