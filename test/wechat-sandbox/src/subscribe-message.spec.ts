import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fieldType, isValueOfType } from './subscribe-template.js';
import { type Answer, type TestSandbox, startTestSandbox } from './testing/test-merchant.js';

describe('subscribe messages', () => {
  let test: TestSandbox;
  let path: string;
  beforeAll(async () => {
    test = await startTestSandbox();
    const { appId, secret } = test.merchant.credentials;
    const { access_token: token } = (await test.merchant.control('POST', '/cgi-bin/stable_token', { grant_type: 'client_credential', appid: appId, secret })).json;
    path = `/cgi-bin/message/subscribe/send?access_token=${token}`;
  });
  afterAll(() => test.stop());

  const templateId = (): string => test.merchant.credentials.templates['ticketProgress'] ?? '';
  const good = {
    character_string1: { value: 'BX-20260501-0007' }, thing2: { value: '龙头漏水' }, phrase3: { value: '已派工' }, time4: { value: '2026年5月1日 09:30' }, thing5: { value: '维修员将在一小时内到达' },
  };
  const sendMessage = (changes: object = {}, data: object = good): Promise<Answer> =>
    test.merchant.control('POST', path, { touser: test.openid, template_id: templateId(), page: 'ticket/detail?id=7', data, miniprogram_state: 'formal', lang: 'zh_CN', ...changes });
  const consent = (times: number): Promise<Answer> => test.merchant.control('POST', '/sandbox/consent', { user: 'wang-xiuying', templateId: templateId(), times });
  const sent = async (): Promise<{ title: string; lines: unknown[] }[]> => (await test.merchant.control('GET', '/sandbox/messages')).json.messages;

  it('one consent is one message', async () => {
    expect((await sendMessage()).json.errcode).toBe(43101);
    expect((await consent(2)).json).toEqual({ left: 2 });
    expect((await sendMessage()).json).toMatchObject({ errcode: 0, errmsg: 'ok' });
    expect((await sendMessage()).json.errcode).toBe(0);
    expect((await sendMessage()).json.errcode).toBe(43101);
    expect((await sent()).at(-1)).toMatchObject({ title: '工单进度提醒', lines: [{ label: '工单编号', value: 'BX-20260501-0007' }, {}, {}, {}, {}] });
    const page = await test.merchant.control('GET', '/sandbox/phone?user=wang-xiuying');
    expect(page.body.toString()).toContain('维修员将在一小时内到达');
  });

  it('consent is for one template and one person', async () => {
    await consent(1);
    expect((await sendMessage({ touser: test.sandbox.parts.users.find('li-jianguo')?.openid.weapp })).json.errcode).toBe(43101);
    expect((await sendMessage({ template_id: test.merchant.credentials.templates['outageNotice'] }, { thing1: { value: '一区' }, time2: { value: '09:00' }, time3: { value: '12:00' }, thing4: { value: '抢修' } })).json.errcode).toBe(43101);
    expect((await consent(-1)).json).toEqual({ left: 0 });
  });

  it('a refused message costs no consent', async () => {
    await consent(1);
    const before = (await sent()).length;
    const errors: [object, object, number][] = [
      [{ touser: 'oNobody' }, good, 40003],
      [{ touser: test.h5Openid }, good, 40003],
      [{ template_id: 'x' }, good, 40037],
      [{ page: '/ticket/detail' }, good, 41030],
      [{ miniprogram_state: 'beta' }, good, 47003],
      [{ lang: 'fr' }, good, 47003],
      [{}, { ...good, thing2: undefined }, 47003],
      [{}, { ...good, thing2: { value: '' } }, 47003],
      [{}, { ...good, thing9: { value: '多余' } }, 47003],
      [{}, { ...good, thing2: { value: '二十一个字二十一个字二十一个字二十一个字多' } }, 47003],
      [{}, { ...good, character_string1: { value: '工单七' } }, 47003],
      [{}, { ...good, phrase3: { value: '正在派工途中' } }, 47003],
      [{}, { ...good, time4: { value: '明天上午' } }, 47003],
    ];
    for (const [changes, data, errcode] of errors) expect((await sendMessage(changes, data)).json.errcode).toBe(errcode);
    expect(await sent()).toHaveLength(before);
    expect((await sendMessage()).json.errcode).toBe(0);
  });

  it.each([
    ['thing', ['水'.repeat(20)], ['水'.repeat(21), '一\n二']],
    ['number', ['12', '3.5', '9'.repeat(32)], ['12吨', '9'.repeat(33)]],
    ['character_string', ['A-1#'], ['A水', 'a'.repeat(33)]],
    ['time', ['15:01', '2026年5月1日 15:01', '2026年5月1日 15:01~2026年5月1日 16:00'], ['25:00', '5月1日']],
    ['date', ['2026年5月1日', '2026-05-01', '2026年5月1日 15:01'], ['五月一日', '15:01']],
    ['amount', ['¥42.50', '42.5元', '100'], ['四十元', '1'.repeat(11)]],
    ['phone_number', ['+86-0766-66888866'], ['1'.repeat(18), '电话1']],
    ['name', ['欧阳修', 'Zhang San'], ['一二三四五六七八九十一', '张3']],
    ['phrase', ['已完成'], ['已完成了的事', 'done']],
  ])('%s takes what WeChat takes', (type, good_, bad) => {
    expect(fieldType(`${type}3`)).toBe(type);
    for (const value of good_) expect([value, isValueOfType(type, value)]).toEqual([value, true]);
    for (const value of bad) expect([value, isValueOfType(type, value)]).toEqual([value, false]);
  });

  it('takes a template of the merchant’s own', async () => {
    const added = await test.merchant.control('POST', '/sandbox/templates', { id: 'own-template', title: '回访', fields: { thing1: '事项' } });
    expect(added.json).toMatchObject({ id: 'own-template' });
    await test.merchant.control('POST', '/sandbox/consent', { user: test.openid, templateId: 'own-template', times: 1 });
    expect((await sendMessage({ template_id: 'own-template' }, { thing1: { value: '满意吗' } })).json.errcode).toBe(0);
    expect((await test.merchant.control('POST', '/sandbox/templates', { title: 'x', fields: { what: '?' } })).status).toBe(400);
  });
});
