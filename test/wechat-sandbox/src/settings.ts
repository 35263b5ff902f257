import type { Collection } from './store.js';

/** Behaviours that differ between merchants or over time, where production must be right under each. */
export interface SandboxSettings {
  /** Which key signs: platform certificate, public key, or (during migration) now one, now the other. */
  signingMode: 'migration' | 'certificate' | 'public-key';
  /** How a refund ends after a moment of PROCESSING. */
  refundOutcome: 'SUCCESS' | 'ABNORMAL' | 'CLOSED' | 'PROCESSING';
  /** `at-once` gives today's bill too, for demonstrations; WeChat's is ready after 10:00 the next day. */
  billReady: 'next-day-10' | 'at-once';
  /** The merchant's balance cannot cover a refund: 403 NOT_ENOUGH. */
  balanceShort: boolean;
  /** Sources differ on the answer to closing a paid order. */
  closePaidError: 'ORDER_PAID' | 'TRADE_ERROR';
  /** Every n-th notification is first sent with a probe signature; 0 = never. */
  probeEvery: number;
  /** Where media check results are pushed; empty = nowhere. */
  messagePushUrl: string;
}

export const DEFAULT_SETTINGS: SandboxSettings = {
  signingMode: 'migration',
  refundOutcome: 'SUCCESS',
  billReady: 'next-day-10',
  balanceShort: false,
  closePaidError: 'ORDER_PAID',
  probeEvery: 0,
  messagePushUrl: '',
};

const CHOICES: { [K in keyof SandboxSettings]?: readonly SandboxSettings[K][] } = {
  signingMode: ['migration', 'certificate', 'public-key'],
  refundOutcome: ['SUCCESS', 'ABNORMAL', 'CLOSED', 'PROCESSING'],
  billReady: ['next-day-10', 'at-once'],
  closePaidError: ['ORDER_PAID', 'TRADE_ERROR'],
};

export const SETTING_CHOICES = CHOICES;

export class Settings {
  readonly values: SandboxSettings;

  constructor(private readonly stored: Collection<SandboxSettings>) {
    this.values = { ...DEFAULT_SETTINGS, ...stored.get('settings') };
  }

  /** Changes the settings named; answers a complaint in words when one of them is not possible. */
  change(wanted: Record<string, unknown>): string | undefined {
    for (const [name, value] of Object.entries(wanted)) {
      if (!(name in DEFAULT_SETTINGS)) return `unknown setting ${name}`;
      const key = name as keyof SandboxSettings;
      const choices = CHOICES[key] as readonly unknown[] | undefined;
      if (choices && !choices.includes(value)) return `${name} is one of ${choices.join(', ')}`;
      if (typeof value !== typeof DEFAULT_SETTINGS[key]) return `${name} must be a ${typeof DEFAULT_SETTINGS[key]}`;
      if (key === 'probeEvery' && !(Number.isInteger(value) && (value as number) >= 0)) return 'probeEvery is a whole number, 0 = never';
    }
    Object.assign(this.values, wanted);
    this.stored.put('settings', this.values);
    return undefined;
  }
}
