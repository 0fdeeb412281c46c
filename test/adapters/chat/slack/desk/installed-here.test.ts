import { describe, expect, it } from "vitest";
import { installedHere } from "../../../../../src/adapters/chat/slack/desk/installed-here.ts";
import type { Workspace, Workspaces } from "../../../../../src/adapters/chat/slack/workspaces.ts";
import { createSecret } from "../../../../../src/model/secret.ts";

function workspacesOf(isSingle: boolean, ...ids: readonly string[]): Workspaces {
  const all = ids.map((id): Workspace => ({
    id,
    name: id,
    url: "https://lab.example/",
    token: createSecret("xoxb"),
    botUser: `UBOT${id}`,
    botId: `B${id}`,
  }));
  return {
    isSingle,
    async find(id) {
      const found = id === undefined ? all[0] : all.find((one) => one.id === id);
      if (!found) throw new Error(`depmap is not installed in ${id}`);
      return found;
    },
    all: async () => all,
  };
}

describe("where a request comes from", () => {
  it("calls nobody by a workspace where there is only one, whoever asks from elsewhere", async () => {
    const workspaces = workspacesOf(true, "T1");

    const here = await installedHere({ workspaces }, { isEnterpriseInstall: false, teamId: "T9" });

    expect(here).toMatchObject({ workspace: undefined, botUser: "UBOTT1" });
    expect(here.idOf("C1")).toBe("C1");
  });

  it("calls everything by its workspace where there are several", async () => {
    const workspaces = workspacesOf(false, "T1", "T2");

    const here = await installedHere({ workspaces }, { isEnterpriseInstall: false, teamId: "T2" });

    expect(here).toMatchObject({ workspace: "T2", botUser: "UBOTT2" });
    expect(here.idOf("C1")).toBe("T2/C1");
  });

  it("goes by the organisation where depmap is installed in all of it", async () => {
    const workspaces = workspacesOf(false, "T1", "E1");
    const context = { isEnterpriseInstall: true, enterpriseId: "E1", teamId: "T7" };

    const here = await installedHere({ workspaces }, context);

    expect(here.idOf("C1")).toBe("E1/C1");
  });
});
