/** Ticket histories of ten events, made by the built server through its own endpoints, at times of the past. */

const STREETS = ['善国路', '海慧路', '学院路', '平行路', '荆河路', '新兴路', '大同路', '杏坛路', '善南路', '腾飞路', '北辛路', '解放路', '府前路', '龙泉路', '塔寺路', '春秋阁路'];
const PLACES = ['东门', '菜市场', '小学门口', '公交站', '药店旁', '桥头', '广场西侧', '社区医院'];
const MATTERS = [['bill-volume', '水量偏高'], ['bill-amount', '金额有疑问']];
const DAY = 86_400_000;

/**
 * @param {Awaited<ReturnType<import('../support/built-company.mjs').openBuiltServer>>} server
 * @param {{ closed: number, open: number, residentIds: number[], company: { staff: any[], departments: any[] }, now: Date, report: (line: string) => void }} plan
 * @returns {Promise<{ closed: number[], open: number[] }>} ids of tickets whose ten events ended with the matter closed, or lying with its first responsible
 */
export async function makeHistories(server, { closed, open, residentIds, company, now, report }) {
  const { clock, app } = server;
  const begun = new Date(now.getTime() - 900 * DAY);
  const tokens = { staff: await server.signIn('staff', company.staff.map(({ id }) => id), begun), resident: await server.signIn('resident', residentIds, begun) };
  const byNumber = new Map(company.staff.map((one) => [one.staffNumber, one]));
  const call = async (token, method, url, payload) => {
    const key = `bench-${Math.random().toString(36).slice(2)}-${Date.now()}`;
    const answer = await app.inject({ method, url, headers: { authorization: `Bearer ${token}`, 'idempotency-key': key }, ...(payload ? { payload } : {}) });
    if (answer.statusCode !== 200) throw new Error(`${method} ${url} answered ${answer.statusCode}: ${answer.body}`);
    return answer.json();
  };
  const departmentFor = (kind) => company.departments.find(({ kinds }) => kinds.includes(kind));
  const workerOf = (departmentId) => company.staff.find((one) => one.departmentId === departmentId && one.roles.some((role) => role === 'crew' || role === 'handler'));
  const clerks = company.staff.filter((one) => one.onDuty && one.roles.includes('clerk'));

  async function history(n, since, minutes, ends) {
    let at = since.getTime();
    clock.now = () => new Date(at);
    const pass = () => (at += minutes * 60_000);
    const residentId = residentIds[n % residentIds.length];
    const words = { address: `${STREETS[n % STREETS.length]}${(n * 37) % 400}号`, landmark: PLACES[n % PLACES.length] };
    const leak = ends === 'closed' && n % 3 === 0;
    const clerk = clerks[n % clerks.length];
    const [category, title] = MATTERS[n % MATTERS.length];
    let view = leak
      ? await call(tokens.resident.get(residentId), 'POST', '/api/leaks', { category: 'road-leak', description: `水往外冒，已有 ${n % 5} 小时`, ...words, place: null, contactPhone: `1390000${String(n % residentIds.length).padStart(4, '0')}`, attachmentIds: [] })
      : await call(tokens.staff.get(clerk.id), 'POST', '/api/staff/tickets', { source: 'counter', category, title, description: `比上月多 ${n % 30} 吨`, contactName: '马强', contactPhone: `1390000${String(n % residentIds.length).padStart(4, '0')}`, ...words });
    const { number } = view;
    const first = leak ? byNumber.get(view.firstResponsible.staffNumber) : clerk;
    const department = departmentFor(leak ? 'leak' : 'billing-question');
    const worker = workerOf(department.id);
    const by = async (who, action, body = {}) => {
      pass();
      view = await call(tokens.staff.get(who.id), 'POST', `/api/staff/tickets/${number}/${action}`, { version: view.version, ...body });
    };
    await by(first, 'respond', { text: '已经联系您，马上安排' });
    await by(first, 'transfer', { departmentId: department.id, note: '请尽快办理' });
    await by(worker, 'accept');
    if (leak) await by(worker, 'arrive', { attachmentIds: [] });
    else await by(worker, 'notes', { text: '已约定上门时间', attachmentIds: [] });
    await by(worker, 'notes', { text: '现场已查看', attachmentIds: [] });
    await by(worker, 'return', { result: '已处理完毕，更换阀门一只', attachmentIds: [] });
    if (ends === 'closed') {
      await by(first, 'answer', { text: '问题已处理，请放心用水', written: true, delayReason: '等待备件', attachmentIds: [] });
      pass();
      await call(tokens.resident.get(residentId), 'POST', `/api/tickets/${number}/rating`, { stars: 1 + (n % 5) });
    } else for (const text of ['居民来电询问', '已告知进度', '等待居民在家']) await by(first, 'notes', { text, attachmentIds: [] });
    return number;
  }

  const numbers = { closed: [], open: [] };
  const real = clock.now;
  try {
    for (let n = 0; n < closed; n++) {
      // Over a year and a half that lies at least a month back, in working hours.
      const since = new Date(Math.floor((now.getTime() - (30 + (570 * (closed - n)) / closed) * DAY) / DAY) * DAY + (1 + (n % 7)) * 3_600_000 + n * 1000);
      numbers.closed.push(await history(n, since, 5 + (n % 4) * 20, 'closed'));
      if (n % 25 === 0) report(`第 ${n + 1} / ${closed + open} 张样本`);
    }
    // Begun just now: nothing about them falls due while measuring.
    for (let n = 0; n < open; n++) numbers.open.push(await history(n, new Date(now.getTime() - (100 - n) * 60_000), 1, 'open'));
  } finally {
    clock.now = real;
  }
  return numbers;
}
