import type { EvaluationSheet } from './evaluation.service.js';

const faces = [
  [5, '非常满意', '#1e7d49'], [4, '满意', '#3a8a2f'], [3, '一般', '#8a6a00'], [2, '不满意', '#b45a00'], [1, '很不满意', '#c2261c'],
] as const;

/** The page of FU-2: large for old eyes and fingers, works without scripts, says nothing about the resident. */
export function evaluationPage(sheet: EvaluationSheet | null, answered: boolean, action: string): string {
  if (sheet === null || (sheet.state === 'expired' && !answered)) return page('评价已失效', '<div class="mark grey">–</div><h1>评价页面已失效</h1><p>谢谢您。如需评价，请告诉窗口工作人员。</p>');
  if (answered || sheet.state === 'rated') return page('谢谢您的评价', '<div class="mark">✓</div><h1>谢谢您的评价</h1><p>您的意见我们会认真对待。</p>');
  const buttons = faces.map(([stars, label, colour]) => `<button name="stars" value="${stars}" style="--c:${colour}"><span class="stars" aria-hidden="true">${'★'.repeat(stars)}<i>${'★'.repeat(5 - stars)}</i></span><b>${label}</b></button>`).join('');
  return page('请您评价', `<h1>请您为本次服务评价</h1>
<p class="who"><strong>${escaped(sheet.staffName)}</strong>　工号 ${escaped(sheet.staffNumber)}<br>${escaped(sheet.hallName)} · ${escaped(sheet.service)}</p>
<form method="post" action="${escaped(action)}">${buttons}</form><p class="small">点一下就完成，不需要登录，也不记录您的姓名电话。</p>`);
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${title}</title><style>
*{box-sizing:border-box}html,body{height:100%;margin:0}body{display:grid;place-items:center;background:#eef4fa;color:#17222e;font:22px/1.5 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif}
main{width:min(680px,100%);padding:24px 22px 32px;text-align:center}h1{margin:0 0 10px;font-size:34px;line-height:1.3}p{margin:0 0 16px;color:#4c5b69}.who{font-size:24px}.who strong{color:#17222e;font-size:28px}
form{display:grid;gap:14px;margin:20px 0}button{display:grid;grid-template-columns:1fr auto;align-items:center;min-height:84px;padding:10px 26px;border:3px solid var(--c);border-radius:18px;background:#fff;color:var(--c);font:inherit;cursor:pointer;text-align:left}
button b{font-size:30px}.stars{font-size:34px;letter-spacing:3px}.stars i{font-style:normal;color:#d5dce3}button:hover,button:focus-visible{background:var(--c);color:#fff;outline:0}button:active{transform:scale(.99)}
.small{font-size:18px}.mark{width:120px;height:120px;margin:0 auto 22px;border-radius:50%;background:#1e7d49;color:#fff;font-size:72px;line-height:120px}.mark.grey{background:#8795a1}
button b{white-space:nowrap}@media(max-width:480px){button{padding:10px 16px}.stars{font-size:28px;letter-spacing:1px}}
@media(max-height:720px){button{min-height:66px}form{gap:10px;margin:12px 0}h1{font-size:30px}}
</style></head><body><main>${body}</main></body></html>`;
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
