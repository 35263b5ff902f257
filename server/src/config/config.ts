import { readFileSync } from 'node:fs';
import { isTaxNumber } from '@shouwen/shared/value';
import * as z from 'zod';

const url = z.url({ protocol: /^https?$/ }).transform((v) => v.replace(/\/+$/, ''));
const pem = z.string().min(1).transform((path, context) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    context.addIssue({ code: 'custom', message: `cannot read ${path}` });
    return z.NEVER;
  }
});

/** Secrets a production server must never run with. */
const wellKnownSecrets = ['secret', 'changeme', 'password', 'shouwen', 'development'];

const schema = z
  .object({
    SHOUWEN_MODE: z.enum(['development', 'production']).default('production'),
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65535).default(3000),
    /** Where phones and browsers reach this server. */
    PUBLIC_URL: url,
    /** `mysql://user:password@host:port/database`; without it an embedded SQLite file in DATA_DIR. */
    DATABASE_URL: z.string().regex(/^(mysql|mariadb):\/\//, 'must begin with mysql:// or mariadb://').optional(),
    DATABASE_POOL: z.coerce.number().int().min(1).max(200).default(20),
    DATA_DIR: z.string().min(1).default('.data'),
    /** Encrypts stored personal data and signs links: 64 hexadecimal digits. Losing it loses the data. */
    SECRET_KEY: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits (openssl rand -hex 32)'),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
    COMPANY_NAME: z.string().default('首问市自来水公司'),
    HOTLINE_PHONE: z.string().default('0632-96655'),
    MAP_TILES: z.string().optional(),

    WECHAT_API_BASE: url.default('https://api.weixin.qq.com'),
    WECHAT_OPEN_BASE: url.default('https://open.weixin.qq.com'),
    WECHAT_PAY_BASE: url.default('https://api.mch.weixin.qq.com'),
    /** A page that plays WeChat's cashier for browsers outside WeChat: development only. */
    WECHAT_CASHIER_PAGE: url.optional(),
    WECHAT_APP_ID: z.string().min(1),
    WECHAT_APP_SECRET: z.string().min(1),
    WECHAT_H5_APP_ID: z.string().min(1),
    WECHAT_H5_APP_SECRET: z.string().min(1),
    WECHAT_PAY_MCH_ID: z.string().min(1),
    WECHAT_PAY_MERCHANT_SERIAL: z.string().min(1),
    WECHAT_PAY_PRIVATE_KEY_FILE: pem,
    WECHAT_PAY_API_V3_KEY: z.string().refine((v) => Buffer.byteLength(v) === 32, 'must be 32 bytes'),
    /** Public-key mode; both or neither. Without them platform certificates are fetched. */
    WECHAT_PAY_PUBLIC_KEY_ID: z.string().startsWith('PUB_KEY_ID_').optional(),
    WECHAT_PAY_PUBLIC_KEY_FILE: pem.optional(),
    WECHAT_TEMPLATE_TICKET: z.string().default('TICKET_PROGRESS'),
    WECHAT_TEMPLATE_APPOINTMENT: z.string().default('APPOINTMENT'),
    WECHAT_TEMPLATE_BILL: z.string().default('BILL_PAID'),

    /** The platform that issues electronic invoices; all five or none. Without them none are issued online. */
    INVOICE_BASE: url.optional(),
    INVOICE_APP_ID: z.string().min(1).optional(),
    INVOICE_APP_SECRET: z.string().min(16).optional(),
    /** The company as the tax system knows it: unified social credit code, and name where it is not COMPANY_NAME. */
    INVOICE_SELLER_TAX_NUMBER: z.string().refine(isTaxNumber, 'is no unified social credit code').optional(),
    INVOICE_SELLER_NAME: z.string().min(1).optional(),

    /** The telephone exchange's token for announcing incoming calls; absent: the route is closed. */
    HOTLINE_EXCHANGE_TOKEN: z.string().min(24).optional(),
  })
  .superRefine((env, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if ((env.WECHAT_PAY_PUBLIC_KEY_ID === undefined) !== (env.WECHAT_PAY_PUBLIC_KEY_FILE === undefined))
      refuse('WECHAT_PAY_PUBLIC_KEY_ID', 'set the id and the file of the public key, or neither');
    const invoicing = ['INVOICE_BASE', 'INVOICE_APP_ID', 'INVOICE_APP_SECRET', 'INVOICE_SELLER_TAX_NUMBER'] as const;
    if (invoicing.some((name) => env[name] !== undefined)) for (const name of invoicing) if (env[name] === undefined) refuse(name, 'set everything of the invoice platform, or nothing');
    if (env.SHOUWEN_MODE !== 'production') return;
    const official = {
      WECHAT_API_BASE: 'https://api.weixin.qq.com',
      WECHAT_OPEN_BASE: 'https://open.weixin.qq.com',
      WECHAT_PAY_BASE: 'https://api.mch.weixin.qq.com',
    } as const;
    for (const [name, value] of Object.entries(official))
      if (env[name as keyof typeof official] !== value) refuse(name, `production talks to ${value} only, not to a sandbox`);
    if (!env.PUBLIC_URL.startsWith('https://')) refuse('PUBLIC_URL', 'production needs https');
    if (env.INVOICE_BASE !== undefined && !env.INVOICE_BASE.startsWith('https://')) refuse('INVOICE_BASE', 'production needs https');
    if (env.WECHAT_CASHIER_PAGE !== undefined) refuse('WECHAT_CASHIER_PAGE', 'is for development only');
    if (/^(.)\1+$/.test(env.SECRET_KEY) || /^(..)\1+$/.test(env.SECRET_KEY)) refuse('SECRET_KEY', 'is not random');
    for (const name of ['WECHAT_APP_SECRET', 'WECHAT_H5_APP_SECRET', 'WECHAT_PAY_API_V3_KEY', 'HOTLINE_EXCHANGE_TOKEN', 'INVOICE_APP_SECRET'] as const)
      if (wellKnownSecrets.some((s) => env[name]?.toLowerCase().includes(s))) refuse(name, 'is a default secret');
  });

/** Everything the server may know of its surroundings, validated once. */
export interface Config {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  readonly databaseUrl: string | undefined;
  readonly databasePool: number;
  readonly dataDir: string;
  readonly secretKey: Buffer;
  readonly logLevel: string;
  readonly company: { name: string; hotlinePhone: string };
  readonly mapTiles: string | null;
  readonly wechat: {
    apiBase: string;
    openBase: string;
    payBase: string;
    cashierPage: string | null;
    weapp: { appId: string; secret: string };
    h5: { appId: string; secret: string };
    pay: { mchId: string; merchantSerial: string; privateKey: string; apiV3Key: string; publicKey: { id: string; pem: string } | null };
    templates: { ticket: string; appointment: string; bill: string };
  };
  /** Null: no electronic invoices are issued online. */
  readonly invoice: { base: string; appId: string; secret: string; seller: { name: string; taxNumber: string } } | null;
  readonly exchangeToken: string | null;
}
/** Injection token of `Config`. */
export const CONFIG = Symbol('config');

export class ConfigurationError extends Error {}

/** Reads and checks the environment. Throws `ConfigurationError` naming every wrong variable, never its value. */
export function loadConfig(environment: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigurationError(`the configuration is not usable:\n${lines.join('\n')}`);
  }
  const env = parsed.data;
  return {
    production: env.SHOUWEN_MODE === 'production',
    host: env.HOST,
    port: env.PORT,
    publicUrl: env.PUBLIC_URL,
    databaseUrl: env.DATABASE_URL,
    databasePool: env.DATABASE_POOL,
    dataDir: env.DATA_DIR,
    secretKey: Buffer.from(env.SECRET_KEY, 'hex'),
    logLevel: env.LOG_LEVEL,
    company: { name: env.COMPANY_NAME, hotlinePhone: env.HOTLINE_PHONE },
    mapTiles: env.MAP_TILES ?? null,
    wechat: {
      apiBase: env.WECHAT_API_BASE,
      openBase: env.WECHAT_OPEN_BASE,
      payBase: env.WECHAT_PAY_BASE,
      cashierPage: env.WECHAT_CASHIER_PAGE ?? null,
      weapp: { appId: env.WECHAT_APP_ID, secret: env.WECHAT_APP_SECRET },
      h5: { appId: env.WECHAT_H5_APP_ID, secret: env.WECHAT_H5_APP_SECRET },
      pay: {
        mchId: env.WECHAT_PAY_MCH_ID,
        merchantSerial: env.WECHAT_PAY_MERCHANT_SERIAL,
        privateKey: env.WECHAT_PAY_PRIVATE_KEY_FILE,
        apiV3Key: env.WECHAT_PAY_API_V3_KEY,
        publicKey:
          env.WECHAT_PAY_PUBLIC_KEY_ID !== undefined && env.WECHAT_PAY_PUBLIC_KEY_FILE !== undefined
            ? { id: env.WECHAT_PAY_PUBLIC_KEY_ID, pem: env.WECHAT_PAY_PUBLIC_KEY_FILE }
            : null,
      },
      templates: { ticket: env.WECHAT_TEMPLATE_TICKET, appointment: env.WECHAT_TEMPLATE_APPOINTMENT, bill: env.WECHAT_TEMPLATE_BILL },
    },
    invoice:
      env.INVOICE_BASE !== undefined && env.INVOICE_APP_ID !== undefined && env.INVOICE_APP_SECRET !== undefined && env.INVOICE_SELLER_TAX_NUMBER !== undefined
        ? { base: env.INVOICE_BASE, appId: env.INVOICE_APP_ID, secret: env.INVOICE_APP_SECRET, seller: { name: env.INVOICE_SELLER_NAME ?? env.COMPANY_NAME, taxNumber: env.INVOICE_SELLER_TAX_NUMBER } }
        : null,
    exchangeToken: env.HOTLINE_EXCHANGE_TOKEN ?? null,
  };
}
