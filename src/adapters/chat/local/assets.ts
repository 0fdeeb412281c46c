import { fileURLToPath } from "node:url";
import { Router, static as serveFolder } from "express";

/** The libraries of the page, as their packages ship them. */
const LIBRARIES: Readonly<Record<string, string>> = {
  "htmx.min.js": import.meta.resolve("htmx.org/dist/htmx.min.js"),
  "hx-sse.min.js": import.meta.resolve("htmx.org/dist/ext/hx-sse.min.js"),
  "hx-upsert.min.js": import.meta.resolve("htmx.org/dist/ext/hx-upsert.min.js"),
  "combobox-nav.js": import.meta.resolve("@github/combobox-nav"),
};

/** Style, script and pictures of the workspace's pages. */
export function assets(): Router {
  const router = Router();
  // The page asks whether a file is still the same, so an update of depmap shows at once.
  const setHeaders = (response: { setHeader(name: string, value: string): void }) =>
    response.setHeader("Cache-Control", "no-cache");
  const folder = fileURLToPath(new URL("public/", import.meta.url));
  router.use(serveFolder(folder, { setHeaders, index: false }));
  for (const [name, url] of Object.entries(LIBRARIES)) {
    router.get(`/${name}`, (_, response) => {
      response.sendFile(fileURLToPath(url), { cacheControl: false });
    });
  }
  return router;
}
