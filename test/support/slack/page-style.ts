/** The measures of Slack's desktop client, in its light theme. */
export const pageStyle = `
* { box-sizing: border-box; margin: 0 }
body { font: 15px/1.46668 Arimo, sans-serif; color: #1d1c1d; background: #fff; width: 760px; padding: 16px 20px }
main { display: flex; gap: 8px }
.avatar { width: 36px; height: 36px; border-radius: 8px; background: #1f4d6b; color: #fff; font-weight: 700;
  display: grid; place-items: center; flex: none }
.said { flex: 1; max-width: 660px; min-width: 0 }
.by time, .muted, .only { color: #616061; font-size: 12px }
.app { background: #e8e8e8; color: #616061; font-size: 10px; font-weight: 700; border-radius: 2px; padding: 1px 3px }
.blocks { display: flex; flex-direction: column; gap: 8px; padding-top: 4px; width: 100% }
.header { font-size: 18px; font-weight: 700; line-height: 1.33 }
.rich_text > div { white-space: pre-wrap; overflow-wrap: anywhere }
.section { display: flex; gap: 16px; align-items: center; justify-content: space-between }
.context { font-size: 12px; line-height: 1.5; color: #616061; white-space: pre-wrap }
.actions { display: flex; flex-wrap: wrap; gap: 8px }
.button, footer b { border: 1px solid #bbbabb; border-radius: 4px; padding: 0 10px; min-height: 28px; font-size: 13px;
  display: inline-flex; align-items: center; background: #fff }
.primary { background: #007a5a; color: #fff; border-color: #007a5a }
.danger { background: #e01e5a; color: #fff; border-color: #e01e5a }
ul { padding-left: 24px } li > div { white-space: pre-wrap; overflow-wrap: anywhere }
blockquote { border-left: 4px solid #ddd; padding-left: 12px; white-space: pre-wrap; overflow-wrap: anywhere }
code { font: 12px/1.5 "DejaVu Sans Mono", monospace; color: #c01343; background: #f8f8f8; border: 1px solid #ddd;
  border-radius: 3px; padding: 1px 3px }
a { color: #1264a3 }
.table { overflow: hidden } table { border-collapse: collapse; font-size: 13px; max-width: 100% }
td { border: 1px solid #ddd; padding: 6px 10px; vertical-align: top; white-space: nowrap }
td.wraps { white-space: pre-wrap } tr:first-child { background: #f8f8f8 }
.image p { font-size: 13px; color: #616061; padding-bottom: 4px } .image img { max-width: 360px; border-radius: 8px }
.input { display: flex; flex-direction: column; gap: 6px } .input label { font-weight: 700 }
.field { border: 1px solid #868686; border-radius: 4px; min-height: 36px; padding: 6px 10px; width: 100% }
.field.lines { min-height: 84px } .field.select { display: flex; justify-content: space-between }
.section .field { width: 220px; font-size: 13px; min-height: 28px; padding: 3px 10px; color: #616061 }
.emoji { width: 1.2em; height: 1.2em; vertical-align: -0.22em }
body.modal { background: #555; width: 600px } .modal main { display: block; background: #fff; border-radius: 8px; width: 520px; margin: auto; padding: 20px }
.modal h1 { font-size: 20px; padding-bottom: 12px } .modal .blocks { gap: 16px }
.modal footer { display: flex; justify-content: flex-end; gap: 12px; padding-top: 20px }
.modal footer .submit { background: #007a5a; color: #fff; border-color: #007a5a } .modal footer b { min-height: 36px; font-size: 15px }
body.home main { display: block; max-width: 700px } body.ephemeral { background: #faf7ec }
`;
