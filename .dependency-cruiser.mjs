/** What each folder of src/ may import from the rest of src/. main.ts and compose/, the composition root, may import everything. */
const mayImport = {
  model: [],
  analysis: ["model"],
  capture: ["model"],
  pictures: ["model"],
  briefing: ["model", "analysis"],
  ports: ["model"],
  workflows: ["model", "analysis", "capture", "briefing", "pictures", "ports"],
  adapters: ["model", "ports"],
  http: ["model", "ports", "workflows", "pictures"],
  terminal: ["model", "analysis", "capture", "briefing", "pictures", "workflows", "ports"],
};

/** The one folder in which each vendor's package may be named. */
const vendorHome = {
  "@slack/": "src/adapters/chat/slack",
  "@microsoft/": "src/adapters/chat/teams",
  "neo4j-driver": "src/adapters/graph/neo4j",
  "@pagerduty/": "src/adapters/alerts/pagerduty",
};

const pure = Object.keys(mayImport).slice(0, 5);

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...Object.entries(mayImport).map(([folder, allowed]) => ({
      name: `${folder}-imports`,
      comment: `${folder}/ may import ${allowed.join(", ") || "nothing of ours"}. Move the code, or pass it in.`,
      severity: "error",
      from: { path: `^src/${folder}/` },
      to: {
        path: "^(src|commands|test)/",
        pathNot: [folder, ...allowed].map((name) => `^src/${name}/`),
      },
    })),
    ...Object.entries(vendorHome).map(([vendor, home]) => ({
      name: `${home.split("/").at(-1)}-stays-home`,
      comment: `Only ${home}/ knows this vendor. Everyone else talks to the port.`,
      severity: "error",
      from: { path: "^(src|commands)/", pathNot: `^${home}/` },
      to: { path: `^(node_modules/)?(${vendor})` },
    })),
    {
      name: "commands-import",
      comment:
        "A command sees the model, the analyses, the briefings, the workflows and the ports.",
      severity: "error",
      from: { path: "^commands/" },
      to: {
        path: "^(src|test)/",
        pathNot: "^src/(model|analysis|briefing|pictures|workflows|ports)/",
      },
    },
    {
      name: "adapters-are-strangers",
      comment: "Two adapters never import each other: what they share belongs in model/ or ports/.",
      severity: "error",
      from: { path: "^src/adapters/([^/]+/[^/]+)/" },
      to: { path: "^src/adapters/", pathNot: "^src/adapters/$1/" },
    },
    {
      name: "pure-code-does-no-io",
      comment: "A graph in, an answer out. Read and write in an adapter.",
      severity: "error",
      from: { path: `^src/(${pure.join("|")})/` },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "pure-code-needs-only-zod",
      comment: "Another package in pure code needs a decision record.",
      severity: "error",
      from: { path: `^src/(${pure.join("|")})/` },
      to: {
        dependencyTypes: ["npm", "npm-dev", "npm-no-pkg", "unknown"],
        // fuse.js: docs/decisions/0004-packages.md.
        pathNot: "^node_modules/(zod|fuse\\.js)/",
      },
    },
    {
      name: "src-does-not-know-its-tests",
      severity: "error",
      from: { path: "^(src|commands)/" },
      to: { path: "^test/" },
    },
    {
      name: "nobody-imports-the-composition-root",
      comment:
        "main.ts and compose/ know all; what somebody else needs of them belongs in a folder.",
      severity: "error",
      from: { path: "^(src|commands)/", pathNot: "^src/(main\\.ts$|compose/)" },
      to: { path: "^src/(main\\.ts$|compose/)" },
    },
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      extensions: [".ts", ".js", ".mjs"],
      exportsFields: ["exports"],
      conditionNames: ["import"],
    },
  },
};
