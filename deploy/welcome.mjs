/** What `npm start` prints when everything runs: where to look, and as whom to sign in. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataDirectory, exchangeToken } from './environment.mjs';

export function printWelcome({ url, sandboxUrl, invoiceUrl }) {
  const places = [
    ['居民端 H5', `${url}/app/`],
    ['员工工作台', `${url}/console/`],
    ['营业厅', `${url}/console/appointments`],
    ['抢修手机页', `${url}/app/#/crew/login/index`],
    ['API 文档', `${url}/api/docs`],
    ...(sandboxUrl ? [['微信沙箱', `${sandboxUrl}/`]] : []),
    ...(invoiceUrl ? [['发票沙箱', `${invoiceUrl}/`]] : []),
  ];
  const { staff, accounts } = demonstration();
  const sections = [
    '\n首问已经运行：\n',
    table(places),
    ...(staff.length ? ['\n演示员工（员工工作台登录）：\n', table(staff.map((s) => [s.staffNumber, s.name, s.role, s.hall ?? '', s.password]), ['工号', '姓名', '岗位', '营业厅', '密码'])] : []),
    ...(accounts.length ? ['\n演示户号（居民端绑定时填写）：\n', table(accounts.map((a) => [a.accountNumber, a.proof, a.note ?? '']), ['户号', '核对信息', '说明'])] : []),
    ...(staff.length ? [`\n模拟来电（热线 2001 登录后，工作台会弹出来电）：\n\n  ${ring(url)}`] : []),
    `\n按 Ctrl-C 停止。日志在 ${join(dataDirectory, 'log')}\n`,
  ];
  process.stdout.write(`${sections.join('\n')}\n`);
}

/** The telephone exchange's part, by hand. */
const ring = (url) =>
  `curl -X POST ${url}/api/hotline/incoming -H 'authorization: Bearer ${process.env.HOTLINE_EXCHANGE_TOKEN ?? exchangeToken()}' -H 'content-type: application/json' -d '{"phone":"13800000101","staffNumber":"2001"}'`;

/** Written by the seeding; a company that was not seeded (a database of one's own) has none. */
function demonstration() {
  const file = join(dataDirectory, 'demonstration-logins.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { staff: [], accounts: [] };
}

function table(rows, head) {
  const all = head ? [head, ...rows] : rows;
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => width(String(row[column])))));
  return all.map((row) => `  ${row.map((cell, column) => String(cell) + ' '.repeat(widths[column] - width(String(cell)))).join('  ').trimEnd()}`).join('\n');
}

/** Columns on the screen: a Chinese character takes two. */
export const width = (text) => [...text].reduce((sum, char) => sum + (/[\u2e80-\uffef]/.test(char) ? 2 : 1), 0);
