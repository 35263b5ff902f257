/** Every fault that can be switched on, with its label on the sandbox's page. */
export const FAULT_KINDS = {
  'notify-lose': '通知丢失（不发送）',
  'notify-delay': '通知延迟（毫秒）',
  'notify-duplicate': '通知同时发送两次',
  'notify-reorder': '通知乱序（排到下一条之后）',
  'notify-replay': '通知成功后原样重放',
  'notify-probe': '通知先用探测签名发送',
  'forge-key': '伪造通知：其他密钥签名',
  'forge-body': '伪造通知：报文被改',
  'forge-tag': '伪造通知：密文校验值被改',
  'forge-mchid': '伪造通知：商户号不符',
  'forge-appid': '伪造通知：应用不符',
  'forge-amount': '伪造通知：金额不符',
  'forge-timestamp': '伪造通知：时间戳过期',
  'api-error': '接口出错（未处理）',
  'api-error-after': '接口出错（其实已处理）',
  'api-slow': '接口变慢（毫秒）',
  'api-drop-before': '接口断线（未处理）',
  'api-drop-after': '接口断线（其实已处理）',
  'response-probe': '应答带探测签名',
  'response-forge': '应答签名伪造',
} as const;

export type FaultKind = keyof typeof FAULT_KINDS;

export interface Fault {
  kind: FaultKind;
  /** Times left; absent = until switched off. */
  count?: number;
  /** For delay, slow and reorder (longest hold). */
  ms?: number;
  /** For api-error: HTTP status and error code (number-like codes answer as errcode on the mini-program host). */
  status?: number;
  code?: string;
  /** Only requests whose path contains this, or notifications whose event type does. */
  match?: string;
}

const isWhole = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0;

/** The faults switched on now. Not kept over a restart: a forgotten switch must not outlive its demonstration. */
export class Faults {
  private active: Fault[] = [];

  list(): Fault[] {
    return this.active.map((fault) => ({ ...fault }));
  }

  /** Switches a fault on, replacing an earlier one of the same kind and match; answers a complaint when it cannot be. */
  switchOn(wanted: Record<string, unknown>): string | undefined {
    const { kind, count, ms, status, code, match } = wanted;
    if (typeof kind !== 'string' || !(kind in FAULT_KINDS)) return `unknown fault ${String(kind)}`;
    if (count !== undefined && !(isWhole(count) && count !== 0)) return 'count is a whole number of times, at least 1';
    if (ms !== undefined && !isWhole(ms)) return 'ms is a whole number of milliseconds';
    if (status !== undefined && !(isWhole(status) && (status as number) >= 200 && (status as number) < 600)) return 'status is an HTTP status';
    if (code !== undefined && typeof code !== 'string') return 'code is an error code in words';
    if (match !== undefined && typeof match !== 'string') return 'match is a part of a path or event type';
    const fault = JSON.parse(JSON.stringify({ kind, count, ms, status, code, match })) as Fault;
    this.switchOff(fault.kind, fault.match);
    this.active.push(fault);
    return undefined;
  }

  switchOff(kind: string, match?: string): void {
    this.active = this.active.filter((fault) => fault.kind !== kind || (match !== undefined && fault.match !== match));
  }

  clear(): void {
    this.active = [];
  }

  /** The fault of one of these kinds that strikes now, counted down. */
  take(kinds: FaultKind | readonly FaultKind[], subject: string): Fault | undefined {
    const wanted: readonly string[] = typeof kinds === 'string' ? [kinds] : kinds;
    const fault = this.active.find((one) => wanted.includes(one.kind) && (one.match === undefined || subject.includes(one.match)));
    if (fault?.count !== undefined) {
      fault.count -= 1;
      if (fault.count <= 0) this.active = this.active.filter((one) => one !== fault);
    }
    return fault;
  }
}
