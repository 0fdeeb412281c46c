// @ts-check
// What htmx has no answer for: completion by keyboard, dialogs, scrolling, times in the viewer's zone.
import Combobox from "./combobox-nav.js";

const IS_COMMAND = /^\s*\/|@depmap/i;
/** A request's id stays the same until it went well, so that a retry or a double click is one request; other words are another. */
const requests = new WeakMap();
/** What each request under way carries. */
const sent = new WeakMap();

/** @param {ParentNode} root @param {string} selector */
const all = (root, selector) => /** @type {HTMLElement[]} */ ([...root.querySelectorAll(selector)]);
/** @param {string} id */
const byId = (id) => document.getElementById(id);

// --- Requests -------------------------------------------------------------------------------------------------------

document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = /** @type {CustomEvent} */ (event).detail;
  if (ctx.request.method !== "POST") return;
  const text = ctx.request.body.get("text");
  const before = requests.get(ctx.sourceElement);
  const request = before?.text === text ? before : { id: newId(), text };
  requests.set(ctx.sourceElement, request);
  sent.set(ctx, request);
  ctx.request.body.set("id", request.id);
});

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = /** @type {CustomEvent} */ (event).detail;
  const { sourceElement: form, response } = ctx;
  if (response.status === 401) return location.reload();
  if (response.status >= 400 || ctx.request.method !== "POST") return;
  const request = sent.get(ctx);
  if (requests.get(form) === request) requests.delete(form);
  const field = form.matches(".composer") && form.elements.namedItem("text");
  // Whoever types fast has begun the next message: that one stays.
  if (field && field.value === request?.text) clear(field);
  if (form.closest("dialog")) form.closest("dialog").close();
  form.closest("details.menu")?.removeAttribute("open");
});

document.addEventListener("htmx:error", () =>
  toast("The server cannot be reached. Nothing was lost; try again."),
);

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_");
}

/** @param {HTMLTextAreaElement} field */
function clear(field) {
  field.value = "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

// --- Live updates ---------------------------------------------------------------------------------------------------

const offline = () => document.documentElement.classList.add("offline");
document.addEventListener("htmx:sse:error", (event) => {
  if (/** @type {CustomEvent} */ (event).detail.status === 401) location.reload();
  offline();
});
document.addEventListener("htmx:sse:before:connection", (event) => {
  if (/** @type {CustomEvent} */ (event).detail.connection.attempt > 0) offline();
});
document.addEventListener("htmx:sse:after:connection", () =>
  document.documentElement.classList.remove("offline"),
);

/** The scrolling places that were at their end before the swap stay there. */
let atEnd = new Set();
document.addEventListener("htmx:before:swap", () => {
  atEnd = new Set(all(document, ".scroller").filter(isAtEnd));
});
document.addEventListener("htmx:after:swap", (event) => {
  finishMessages();
  for (const scroller of all(document, ".scroller")) {
    const last = scroller.querySelector("[data-list] > :last-child");
    const isOwn = last?.hasAttribute("data-fresh");
    const isNews = scroller.id === "scroller" && last !== lastSeen;
    if (isOwn || (isNews && atEnd.has(scroller))) showLast(scroller);
    else if (atEnd.has(scroller)) scroller.scrollTop = scroller.scrollHeight;
    else if (scroller.id === "scroller" && last && last !== lastSeen) showNewer();
  }
  lastSeen = newest();
  for (const form of all(document, "[data-fresh] [data-opens-form]")) form.click();
  if (byId("panel")?.dataset.root !== openRoot) byId("answer")?.focus();
  openRoot = byId("panel")?.dataset.root;
  for (const fresh of all(document, "[data-fresh]")) fresh.removeAttribute("data-fresh");
  const { ctx } = /** @type {CustomEvent} */ (event).detail;
  if (ctx.target?.id === "dialog-content" && !dialog().open) dialog().showModal();
  if (ctx.target?.matches(".completions")) offer(ctx.target);
  if (byId("toast")?.textContent) hideToastSoon();
});

const newest = () => document.querySelector("#scroller [data-list] > :last-child");
let lastSeen = newest();
let openRoot = byId("panel")?.dataset.root;

/** @param {HTMLElement} place */
function isAtEnd(place) {
  return place.scrollHeight - place.scrollTop - place.clientHeight < 40;
}

function showNewer() {
  const button = byId("newer");
  if (button) button.hidden = false;
}

byId("newer")?.addEventListener("click", () => toEnd());
byId("scroller")?.addEventListener("scroll", ({ target }) => {
  const button = byId("newer");
  if (button && target instanceof HTMLElement && isAtEnd(target)) button.hidden = true;
});

function toEnd() {
  for (const scroller of all(document, ".scroller")) {
    const unread = scroller.querySelector(".first-unread");
    if (unread && !unread.hasAttribute("data-shown")) {
      const isTall = unread.clientHeight > scroller.clientHeight / 2;
      unread.scrollIntoView({ block: isTall ? "start" : "center" });
    } else showLast(scroller);
    unread?.setAttribute("data-shown", "");
  }
}

/** To the end; of a last message that is taller than the place, to its first line. @param {HTMLElement} scroller */
function showLast(scroller) {
  scroller.scrollTop = scroller.scrollHeight;
  const last = scroller.querySelector("[data-list] > :last-child");
  if (!last || last.clientHeight < scroller.clientHeight) return;
  scroller.scrollTop += last.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
}

// --- Messages: times in the viewer's zone, days, runs of one author -------------------------------------------------

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });

function finishMessages() {
  for (const list of all(document, "[data-list]")) {
    let before = { day: "", author: "", at: 0 };
    for (const message of all(list, ":scope > .message")) {
      const time = message.querySelector("time");
      const at = new Date(time?.dateTime ?? 0);
      if (time) time.textContent = clock.format(at);
      const now = { day: day.format(at), author: message.dataset.author ?? "", at: at.getTime() };
      message.toggleAttribute("data-new-day", now.day !== before.day);
      if (now.day !== before.day) message.setAttribute("data-new-day", now.day);
      const follows = now.author === before.author && now.at - before.at < 300_000;
      const isRich = message.matches(".only-you, .from-depmap");
      message.toggleAttribute("data-follows", follows && now.day === before.day && !isRich);
      before = now;
    }
  }
}

// --- Keyboard and mouse ---------------------------------------------------------------------------------------------

document.addEventListener("keydown", (event) => {
  const { target } = event;
  if (event.key === "Escape") return escape(event);
  if (!(target instanceof HTMLTextAreaElement) || !target.matches(".composer textarea")) return;
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.defaultPrevented)
    return;
  event.preventDefault();
  if (target.value.trim() !== "") target.form?.requestSubmit();
});

/** Closes the innermost open thing. A dialog closes by itself. @param {KeyboardEvent} event */
function escape(event) {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const menu = /** @type {HTMLElement | null} */ (document.querySelector("details.menu[open]"));
  const list = document.querySelector(".completions:not([hidden])");
  if (list instanceof HTMLElement) return hide(list);
  if (menu) {
    menu.removeAttribute("open");
    return menu.querySelector("summary")?.focus();
  }
  closeThread();
}

function closeThread() {
  const root = byId("panel")?.dataset.root;
  all(document, "[data-closes-thread]")[0]?.click();
  const item = byId(`m-${root}`);
  /** @type {HTMLElement | null | undefined} */ (item?.querySelector(".answers, summary"))?.focus();
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : undefined;
  for (const menu of all(document, "details.menu[open]")) {
    if (!menu.contains(target ?? null) || target?.closest("a.item, button.item[type=button]"))
      menu.removeAttribute("open");
  }
  if (target?.closest("[data-closes-dialog]")) target.closest("dialog")?.close();
  const picture = target?.closest("[data-enlarge]");
  const viewer = /** @type {HTMLDialogElement} */ (byId("viewer"));
  if (picture && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    const [small, large] = [picture.querySelector("img"), viewer.querySelector("img")];
    if (small && large) [large.src, large.alt] = [small.src, small.alt];
    viewer.showModal();
  }
  if (target === viewer) viewer.close();
});

// A menu opens upwards where there is no room below it.
document.addEventListener(
  "toggle",
  ({ target: menu }) => {
    if (!(menu instanceof HTMLDetailsElement) || !menu.matches(".menu[open]")) return;
    const place = menu.closest(".scroller")?.getBoundingClientRect();
    const height = menu.querySelector(".items")?.clientHeight ?? 0;
    const { top, bottom } = menu.getBoundingClientRect();
    const isTight = place !== undefined && bottom + height + 12 > place.bottom;
    menu.toggleAttribute("data-up", isTight && top - height - 12 > place.top);
  },
  { capture: true },
);

const dialog = () => /** @type {HTMLDialogElement} */ (byId("dialog"));
dialog()?.addEventListener("close", () => byId("dialog-content")?.replaceChildren());

// --- Completion -----------------------------------------------------------------------------------------------------

/** @type {WeakMap<HTMLElement, Combobox>} */
const comboboxes = new WeakMap();
/** @param {HTMLElement} list */
const fieldOf = (list) =>
  /** @type {HTMLTextAreaElement} */ (list.parentElement?.querySelector("textarea"));

document.addEventListener("htmx:before:request", (event) => {
  const list = event.target;
  if (!(list instanceof HTMLElement) || !list.matches(".completions")) return;
  if (IS_COMMAND.test(fieldOf(list).value)) return;
  event.preventDefault();
  hide(list);
});

/** Shows what was suggested, if anything. @param {HTMLElement} list */
function offer(list) {
  comboboxes.get(list)?.destroy();
  comboboxes.delete(list);
  const field = fieldOf(list);
  const isWanted = document.activeElement === field && IS_COMMAND.test(field.value);
  list.hidden = list.childElementCount === 0 || !isWanted;
  if (list.hidden) return;
  for (const [at, option] of all(list, "[role=option]").entries()) option.id = `${list.id}-${at}`;
  const combobox = new Combobox(field, list);
  comboboxes.set(list, combobox);
  combobox.start();
}

/** @param {HTMLElement} list */
function hide(list) {
  list.replaceChildren();
  offer(list);
}

document.addEventListener("combobox-commit", ({ target }) => {
  if (!(target instanceof HTMLElement)) return;
  const list = /** @type {HTMLElement} */ (target.closest(".completions"));
  const field = fieldOf(list);
  field.value = target.dataset.line ?? field.value;
  hide(list);
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

// Tab takes the first suggestion when none is chosen yet, as in a shell.
document.addEventListener(
  "keydown",
  (event) => {
    const list =
      event.target instanceof HTMLElement &&
      event.target.closest(".composer")?.querySelector(".completions:not([hidden])");
    if (event.key !== "Tab" || event.shiftKey || !(list instanceof HTMLElement)) return;
    if (!list.querySelector('[aria-selected="true"]')) comboboxes.get(list)?.navigate(1);
  },
  { capture: true },
);
// A click on a suggestion leaves the focus in the field.
document.addEventListener("mousedown", (event) => {
  if (event.target instanceof Element && event.target.closest(".completions"))
    event.preventDefault();
});
document.addEventListener("focusout", ({ target }) => {
  if (!(target instanceof HTMLTextAreaElement) || !target.matches(".composer textarea")) return;
  const list = target.form?.querySelector(".completions");
  if (list instanceof HTMLElement) hide(list);
});

// --- Notices --------------------------------------------------------------------------------------------------------

/** @type {ReturnType<typeof setTimeout> | undefined} */
let toastTimer;
/** @param {string} words */
function toast(words) {
  const place = byId("toast");
  if (place) place.textContent = words;
  hideToastSoon();
}
function hideToastSoon() {
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => byId("toast")?.replaceChildren(), 6000);
}

document.documentElement.classList.add("scripted");
finishMessages();
toEnd();
