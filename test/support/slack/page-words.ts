/** Emoji that depmap uses, drawn by hand: a machine that takes pictures may have no font for them. */
const DRAWN: readonly (readonly [names: readonly string[], svg: string])[] = [
  [
    [":no_entry:", "⛔"],
    '<circle cx="10" cy="10" r="9" fill="#d7263d"/><path d="M5 10h10" stroke="#fff" stroke-width="3.4"/>',
  ],
  [
    [":warning:", "⚠️"],
    '<path d="M10 1.5 19 18H1z" fill="#f4b400" stroke="#a86b00"/><path d="M10 7v5.5M10 14.4v1.6" stroke="#222" stroke-width="2"/>',
  ],
  [
    [":hourglass:", "⌛"],
    '<path d="M5 2h10M5 18h10M6 2c0 6 8 10 8 16M14 2c0 6-8 10-8 16" fill="none" stroke="#8a5a2b" stroke-width="1.8"/>',
  ],
  [
    [":zzz:", "💤"],
    '<path d="M3 11h6l-6 7h6M11 3h6l-6 7h6" fill="none" stroke="#3b6fd4" stroke-width="2"/>',
  ],
  [
    [":white_check_mark:", "✅"],
    '<rect x="1.5" y="1.5" width="17" height="17" rx="4" fill="#2e9e5b"/><path d="m5 10.5 3.5 3.5L15 6.5" fill="none" stroke="#fff" stroke-width="2.4"/>',
  ],
];

/** HTML with its emoji as pictures. */
export function pageEmoji(html: string): string {
  let shown = html;
  for (const [names, svg] of DRAWN) {
    const picture = `<svg class="emoji" viewBox="0 0 20 20">${svg}</svg>`;
    for (const name of names) shown = shown.replaceAll(name, picture);
  }
  return shown;
}

/** Letters as they are in the page's text: all of Slack's own markup is shown as it stands. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
