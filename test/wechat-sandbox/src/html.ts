/** Text that is HTML already. */
export class Html {
  constructor(readonly text: string) {}
}

type Piece = string | number | Html | undefined | false | Piece[];

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function render(piece: Piece): string {
  if (piece === undefined || piece === false) return '';
  if (Array.isArray(piece)) return piece.map(render).join('');
  if (piece instanceof Html) return piece.text;
  return String(piece).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/** A template whose values are escaped unless they are HTML themselves. */
export function html(strings: TemplateStringsArray, ...pieces: Piece[]): Html {
  return new Html(strings.map((text, index) => text + render(pieces[index])).join(''));
}

export interface PageOptions {
  title: string;
  /** A phone's sheet, or the wide desk page. */
  kind: 'phone' | 'desk';
}

export function page(options: PageOptions, content: Html): string {
  return html`<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${options.title}</title><link rel="icon" href="data:,"><style>${new Html(STYLE)}</style></head>
<body class="${options.kind}">${content}</body></html>`.text;
}

const STYLE = `
:root { --green: #07c160; --ink: #191919; --soft: #6b6b6b; --line: #e5e5e5; --paper: #fff; --ground: #ededed; --red: #c9302c; --amber: #8a5a00; }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 -apple-system, "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", sans-serif; color: var(--ink); background: var(--ground); }
h1 { font-size: 22px; margin: 0 0 4px; } h2 { font-size: 18px; margin: 0 0 12px; } p { margin: 0 0 8px; }
a { color: #576b95; text-decoration: none; }
.soft { color: var(--soft); font-size: 14px; }
button, .button { display: inline-block; border: 0; border-radius: 6px; padding: 6px 12px; font: inherit; font-size: 14px; background: #f2f2f2; color: var(--ink); cursor: pointer; }
button.primary, .button.primary { background: var(--green); color: #fff; }
input, select { font: inherit; font-size: 14px; padding: 5px 8px; border: 1px solid var(--line); border-radius: 6px; background: #fff; }
.phone main { max-width: 480px; min-height: 100vh; margin: 0 auto; padding: 24px 20px 32px; background: var(--paper); }
.phone .big { display: block; width: 100%; min-height: 52px; margin-top: 12px; padding: 12px; font-size: 18px; text-align: center; border-radius: 8px; }
.phone .user { display: flex; align-items: center; gap: 12px; min-height: 64px; padding: 8px 4px; border-bottom: 1px solid var(--line); color: var(--ink); }
.phone .user .face { flex: none; width: 44px; height: 44px; border-radius: 6px; background: var(--green); color: #fff; font-size: 20px; line-height: 44px; text-align: center; }
.phone .user .go { margin-left: auto; color: var(--soft); }
.phone form.row { display: flex; gap: 8px; margin-top: 16px; } .phone form.row input { flex: 1; min-width: 0; min-height: 48px; font-size: 16px; } .phone form.row button { flex: none; min-height: 48px; font-size: 16px; }
.sheet { text-align: center; padding-top: 24px; } .sheet .yuan { font-size: 44px; font-weight: 600; line-height: 1.4; }
.sheet dl { text-align: left; margin: 24px 0 12px; border-top: 1px solid var(--line); }
.sheet dl div { display: flex; justify-content: space-between; gap: 16px; padding: 12px 0; border-bottom: 1px solid var(--line); } .sheet dt { color: var(--soft); flex: none; } .sheet dd { margin: 0; text-align: right; overflow-wrap: anywhere; }
.sheet select { max-width: 180px; min-height: 44px; font-size: 16px; }
.warn { color: var(--red); }
.cards { background: var(--ground); } .phone .cards main { background: var(--ground); }
.card { background: #fff; border-radius: 8px; padding: 16px; margin: 0 0 20px; text-align: left; }
.card h2 { margin-bottom: 4px; } .card dl { margin: 12px 0 0; } .card dl div { display: flex; gap: 12px; padding: 3px 0; } .card dt { flex: 0 0 5.5em; color: var(--soft); } .card dd { margin: 0; overflow-wrap: anywhere; }
.card footer { margin-top: 12px; padding-top: 10px; border-top: 1px solid var(--line); color: var(--soft); font-size: 14px; overflow-wrap: anywhere; }
.when { text-align: center; color: var(--soft); font-size: 13px; margin-bottom: 8px; }
.desk main { max-width: 1240px; margin: 0 auto; padding: 20px; } .desk section { background: #fff; border-radius: 8px; padding: 16px 18px; margin: 0 0 16px; }
.desk header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: end; gap: 8px 24px; margin-bottom: 16px; } .desk nav a { margin-left: 16px; }
.scroll { overflow-x: auto; } table { width: 100%; border-collapse: collapse; font-size: 14px; } th, td { text-align: left; padding: 7px 8px; border-bottom: 1px solid var(--line); vertical-align: top; } th { color: var(--soft); font-weight: 500; white-space: nowrap; }
td.num { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } code { font-size: 13px; overflow-wrap: anywhere; }
.tag { display: inline-block; padding: 0 8px; border-radius: 10px; font-size: 13px; background: #f2f2f2; white-space: nowrap; } .tag.good { background: #dff5e8; color: #056b36; } .tag.bad { background: #fbe4e3; color: var(--red); } .tag.wait { background: #fff3d6; color: var(--amber); }
.scroll td:first-child, .scroll code { white-space: nowrap; } .faults td:first-child { white-space: normal; }
.columns { display: grid; grid-template-columns: 3fr 2fr; gap: 16px; align-items: start; } .faults td { padding: 5px 8px; } .faults input { width: 74px; } .inline { display: inline; } .settings { display: grid; grid-template-columns: auto 1fr; gap: 10px 12px; align-items: center; font-size: 14px; }
ol { margin: 0; padding-left: 20px; }
@media (max-width: 900px) { .columns { grid-template-columns: 1fr; } }
`;
