const plain = (text) => String(text ?? '').replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);
const yuan = ({ kind, amountFen }) => `${kind === 'red' ? '-' : ''}${(amountFen / 100).toFixed(2)}`;

/** What has been issued, and the faults to switch on: for people who try the product. */
export function homePage(invoices, faults, kinds) {
  const rows = invoices.toReversed().map((one) =>
    `<tr><td>${plain(one.number ?? (one.refused ? `拒绝：${one.refused.message}` : '开票中'))}</td><td>${one.kind === 'red' ? '红字' : '蓝字'}</td><td>${plain(one.buyer?.name)}</td><td>${plain(one.buyer?.taxNumber ?? '')}</td><td class=n>${yuan(one)}</td><td>${plain(one.originalNumber ?? '')}</td></tr>`);
  const buttons = Object.entries(kinds).map(([kind, label]) => `<button data-kind="${kind}" class="${faults.some((fault) => fault.kind === kind) ? 'on' : ''}">${plain(label)}</button>`);
  return `<!doctype html><html lang=zh-CN><meta charset=utf-8><meta name=viewport content="width=device-width"><title>电子发票沙箱</title>
<style>body{font:16px/1.6 system-ui,'Noto Sans CJK SC';max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ccd;padding:.4rem;text-align:left}.n{text-align:right}button{font:inherit;margin:.2rem;padding:.3rem .8rem}.on{background:#b3261e;color:#fff}</style>
<h1>电子发票沙箱</h1><p>代替开票平台，只用于演示和测试。点一下故障即打开，再点关闭全部。</p><p>${buttons.join('')}</p>
<table><tr><th>发票号码</th><th>种类</th><th>购买方</th><th>税号</th><th>金额（元）</th><th>冲销</th></tr>${rows.join('') || '<tr><td colspan=6>还没有发票</td></tr>'}</table>
<script>document.querySelectorAll('button').forEach(b=>b.onclick=()=>fetch('/sandbox/faults',{method:'POST',body:JSON.stringify(b.className==='on'?{}:{kind:b.dataset.kind})}).then(()=>location.reload()))</script></html>`;
}
