import { plainLine } from "../../../model/plain-text.ts";
import type { Action, Block, Reply } from "../../../model/reply.ts";
import { html, type Fragment, type Html } from "../../../model/html.ts";

/** What a page must know to make a reply's controls work. */
export interface Surrounding {
  /** The message that carries the reply. */
  readonly message: string;
  /** The opaque id of an action; a control without one is shown but cannot be used. */
  actionId(action: Action): string | undefined;
  /** Where the picture at that place among the blocks is served. */
  pictureUrl(block: number): string;
  /** Where the form at that place among the blocks is served. */
  formUrl(block: number): string;
}

/** Stands before the names of a form's own fields, so that they meet no field of the request itself. */
export const FIELD = "field.";
/** HTML drops a new line at the start of a textarea. */
const newLine = "\n";

/** Buttons, a select, or the button that opens a form's dialog. */
export function renderControls(
  block: Block & { type: "buttons" | "select" | "search" | "form" },
  at: number,
  surrounding: Surrounding,
): Html {
  switch (block.type) {
    case "buttons":
      return actionForm(
        surrounding,
        block.buttons.map(({ label, action, style = "usual" }) => {
          const id = surrounding.actionId(action);
          return html`<button class="${style}" name="action" value="${id}" ${disabledUnless(id)}>
            ${plainLine(label)}
          </button>`;
        }),
      );
    case "select": {
      const id = surrounding.actionId(block.action);
      return actionForm(
        surrounding,
        html`<label
            ><span>${plainLine(block.label)}</span>${optionsHtml("value", block.options)}</label
          ><button class="usual" name="action" value="${id}" ${disabledUnless(id)}>Go</button>`,
      );
    }
    case "search": {
      const id = surrounding.actionId(block.action);
      return actionForm(
        surrounding,
        html`<label
            ><span>${plainLine(block.label)}</span
            ><input type="text" name="${FIELD}value" required autocomplete="off" /></label
          ><button class="usual" name="action" value="${id}" ${disabledUnless(id)}>Go</button>`,
      );
    }
    case "form":
      return html`<button
        type="button"
        class="primary"
        hx-get="${surrounding.formUrl(at)}"
        hx-target="#dialog-content"
        data-opens-form
      >
        ${plainLine(block.title)}…
      </button>`;
  }
}

/** The fields of a form block, for the dialog; undefined when that block is no form. */
export function renderForm(reply: Reply, at: number, surrounding: Surrounding): Html | undefined {
  const block = reply.blocks[at];
  if (block?.type !== "form") return undefined;
  const id = surrounding.actionId(block.submit.action);
  const fields = block.fields.map(({ name, label, value, options, multiline }) => {
    const input = options
      ? optionsHtml(name, options, value)
      : multiline
        ? html`<textarea name="${FIELD}${name}" rows="4">${newLine}${value}</textarea>`
        : html`<input type="text" name="${FIELD}${name}" value="${value}" autocomplete="off" />`;
    return html`<label><span>${plainLine(label)}</span>${input}</label>`;
  });
  return html`<h2 id="dialog-title">${plainLine(block.title)}</h2>
    ${actionForm(
      surrounding,
      html`${fields}
        <div class="row">
          <button
            class="${block.submit.style ?? "primary"}"
            name="action"
            value="${id}"
            ${disabledUnless(id)}
          >
            ${plainLine(block.submit.label)}
          </button>
          <button type="button" class="usual" data-closes-dialog>Cancel</button>
        </div>`,
    )}`;
}

function actionForm({ message }: Surrounding, content: Fragment): Html {
  return html`<form method="post" action="/act" hx-post="/act" hx-swap="none">
    <input type="hidden" name="message" value="${message}" />${content}
  </form>`;
}

function optionsHtml(
  name: string,
  options: readonly { readonly label: string; readonly value: string }[],
  chosen?: string,
): Html {
  return html`<select name="${FIELD}${name}">
    ${options.map(
      ({ label, value }) =>
        html`<option value="${value}" ${value === chosen && html` selected`}>
          ${plainLine(label)}
        </option>`,
    )}
  </select>`;
}

function disabledUnless(id: string | undefined): Fragment {
  return id === undefined && html` disabled`;
}
