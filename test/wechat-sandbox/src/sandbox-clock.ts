/**
 * Two clocks. Business time (orders, codes, tokens, bills) can be moved so that tomorrow's bill can be asked for today;
 * signature time moves separately, because a moved business day must not make every signature look stale.
 */
export class SandboxClock {
  offsetMs = 0;
  signatureOffsetMs = 0;

  /** Business time, a UTC instant. */
  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  /** Seconds since 1970 as WeChat's own clock shows them when it signs and checks signatures. */
  signatureSeconds(): number {
    return Math.floor((Date.now() + this.signatureOffsetMs) / 1000);
  }
}

const SHANGHAI_OFFSET_MS = 8 * 3600_000;

function shanghaiIso(instant: Date): string {
  return new Date(instant.getTime() + SHANGHAI_OFFSET_MS).toISOString();
}

/** `2026-05-01T10:00:00+08:00`, the form WeChat Pay writes. */
export function rfc3339(instant: Date): string {
  return `${shanghaiIso(instant).slice(0, 19)}+08:00`;
}

/** Asia/Shanghai date `YYYY-MM-DD`. */
export function shanghaiDate(instant: Date): string {
  return shanghaiIso(instant).slice(0, 10);
}

/** `YYYY-MM-DD HH:mm:ss` in Asia/Shanghai, as trade bills and pages show it. */
export function shanghaiTime(instant: Date): string {
  return shanghaiIso(instant).slice(0, 19).replace('T', ' ');
}
