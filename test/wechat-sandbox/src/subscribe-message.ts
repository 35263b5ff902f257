import type { JsonObject } from './field-check.js';
import type { SandboxCredentials } from './keys.js';
import { randomDigits, randomText } from './random-text.js';
import type { SandboxClock } from './sandbox-clock.js';
import type { Collection } from './store.js';
import { DEMO_TEMPLATES, type SubscribeTemplate, fieldType, isValueOfType } from './subscribe-template.js';
import type { SandboxUser, Users } from './users.js';
import { WechatError } from './wechat-error.js';

export interface SentMessage {
  id: string;
  at: string;
  userId: string;
  userName: string;
  openid: string;
  templateId: string;
  templateName: string;
  title: string;
  page?: string;
  lines: { label: string; value: string }[];
  data: Record<string, string>;
}

const STATES = ['developer', 'trial', 'formal'];
const LANGUAGES = ['zh_CN', 'en_US', 'zh_HK', 'zh_TW'];
const PAGE = /^[\w-]+(\/[\w-]+)+(\?[^\s#]*)?$/;

/** Subscribe messages: one consent is one message. */
export class SubscribeMessages {
  constructor(
    private readonly sent: Collection<SentMessage>,
    private readonly consents: Collection<number>,
    private readonly templates: Collection<SubscribeTemplate>,
    private readonly users: Users,
    private readonly clock: SandboxClock,
    credentials: SandboxCredentials,
  ) {
    for (const [name, id] of Object.entries(credentials.templates)) {
      const demo = DEMO_TEMPLATES[name];
      if (demo) templates.put(id, { id, name, ...demo });
    }
  }

  listSent(): SentMessage[] {
    return this.sent.values();
  }

  listTemplates(): SubscribeTemplate[] {
    return this.templates.values();
  }

  /** Adds a template of the merchant's own; answers a complaint when a field has no known type. */
  addTemplate(wanted: { id?: string; name?: string; title: string; fields: Record<string, string> }): SubscribeTemplate | string {
    const wrong = Object.keys(wanted.fields).find((field) => !fieldType(field));
    if (wrong !== undefined) return `field ${wrong} is not a type with a number, such as thing1`;
    const id = wanted.id ?? randomText(43);
    const template = { id, name: wanted.name ?? id, title: wanted.title, fields: wanted.fields };
    this.templates.put(id, template);
    return template;
  }

  findTemplate(reference: string): SubscribeTemplate | undefined {
    return this.templates.get(reference) ?? this.listTemplates().find((one) => one.name === reference);
  }

  /** The user tapped "allow" this many times; negative takes consent back. Answers what is left. */
  consent(user: SandboxUser, template: SubscribeTemplate, times: number): number {
    const left = Math.max(0, this.consentLeft(user, template.id) + times);
    this.consents.put(consentKey(user, template.id), left);
    return left;
  }

  consentLeft(user: SandboxUser, templateId: string): number {
    return this.consents.get(consentKey(user, templateId)) ?? 0;
  }

  /** `POST /cgi-bin/message/subscribe/send`. @throws WechatError 40003 40037 41030 43101 47003 */
  send(body: JsonObject): JsonObject {
    const { touser, template_id: templateId, page, data, miniprogram_state: state, lang } = body;
    const owner = typeof touser === 'string' ? this.users.ofOpenid(touser) : undefined;
    if (!owner || owner.kind !== 'weapp') throw new WechatError(40003, 'invalid openid');
    const template = typeof templateId === 'string' ? this.templates.get(templateId) : undefined;
    if (!template) throw new WechatError(40037, 'invalid template_id');
    if (page !== undefined && page !== '' && !(typeof page === 'string' && page.length <= 1024 && PAGE.test(page))) throw new WechatError(41030, 'invalid page');
    if (state !== undefined && !STATES.includes(String(state))) throw invalidArgument('miniprogram_state');
    if (lang !== undefined && !LANGUAGES.includes(String(lang))) throw invalidArgument('lang');
    const values = this.checkedData(template, data);
    const left = this.consentLeft(owner.user, template.id);
    if (left < 1) throw new WechatError(43101, 'user refuse to accept the msg');

    this.consents.put(consentKey(owner.user, template.id), left - 1);
    const message: SentMessage = {
      id: randomDigits(19), at: this.clock.now().toISOString(), userId: owner.user.id, userName: owner.user.name, openid: owner.user.openid.weapp,
      templateId: template.id, templateName: template.name, title: template.title, ...(page ? { page: String(page) } : {}),
      lines: Object.entries(template.fields).map(([field, label]) => ({ label, value: values[field] ?? '' })), data: values,
    };
    this.sent.put(message.id, message);
    return { msgid: message.id };
  }

  private checkedData(template: SubscribeTemplate, data: unknown): Record<string, string> {
    if (typeof data !== 'object' || data === null) throw invalidArgument('data');
    const given = data as Record<string, unknown>;
    const values: Record<string, string> = {};
    for (const field of Object.keys(template.fields)) {
      const cell = given[field] as { value?: unknown } | undefined;
      const value = typeof cell?.value === 'number' ? String(cell.value) : cell?.value;
      if (typeof value !== 'string' || value.trim() === '') throw invalidArgument(`data.${field}.value is empty`);
      if (!isValueOfType(fieldType(field) ?? '', value)) throw invalidArgument(`data.${field}.value invalid`);
      values[field] = value;
    }
    const stranger = Object.keys(given).find((field) => !(field in template.fields));
    if (stranger !== undefined) throw invalidArgument(`data.${stranger} is not in the template`);
    return values;
  }
}

const consentKey = (user: SandboxUser, templateId: string): string => `${user.id} ${templateId}`;

const invalidArgument = (what: string): WechatError => new WechatError(47003, `argument invalid! ${what}`);
