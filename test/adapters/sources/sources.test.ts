import { globSync, readFileSync } from "node:fs";
import { stringify } from "yaml";
import { createEstateSource } from "../../../src/adapters/sources/estate/estate-source.ts";
import { createKubernetesSource } from "../../../src/adapters/sources/kubernetes/kubernetes-source.ts";
import { graphSourceContract } from "../../contracts/graph-source-contract.ts";

const file = (path: string) => ({ path, text: readFileSync(`examples/${path}`, "utf8") });

graphSourceContract("kubernetes", {
  source: createKubernetesSource(),
  files: globSync("manifests/*/*.yaml", { cwd: "examples" }).toSorted().map(file),
  fileOf: (value) => ({ path: "any.yaml", text: stringify(value) }),
});

graphSourceContract("estate", {
  source: createEstateSource(),
  files: [
    file("estate.yaml"),
    {
      path: "more.estate.yaml",
      text: "components:\n  kiosk: { depends-on: [booking/fares] }\nteams:\n  kiosk: {}\n",
    },
  ],
  fileOf: (value) => ({
    path: "estate.yaml",
    text: stringify({ components: value, teams: value, journeys: value }),
  }),
});
