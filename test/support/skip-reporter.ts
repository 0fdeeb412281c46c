import type { Reporter, TestModule } from "vitest/node";

/** Names every test that was skipped; under `CI=true` a skip fails the run, because there everything must be there. */
export function skipReporter(isCi: boolean): Reporter {
  return {
    onTestRunEnd(modules: readonly TestModule[]) {
      const skipped = modules.flatMap((module) => [...module.children.allTests("skipped")]);
      for (const { fullName, module } of skipped) {
        console.error(`skipped: ${module.moduleId}: ${fullName}`);
      }
      if (isCi && skipped.length > 0) process.exitCode = 1;
    },
  };
}
