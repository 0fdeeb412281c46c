import { describe } from "vitest";
import { mainJob } from "./main-job.ts";

describe("the main job on the embedded default", () => {
  mainJob(() => Promise.resolve({}));
});
