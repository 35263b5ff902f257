/** What react-query needs of AbortController, for the mini-program's engine, which has none. */
type Listener = () => void;

export class AbortSignal {
  aborted = false;
  reason: unknown;
  onabort: Listener | null = null;
  private readonly listeners = new Set<Listener>();

  addEventListener(_type: 'abort', listener: Listener): void {
    this.listeners.add(listener);
  }
  removeEventListener(_type: 'abort', listener: Listener): void {
    this.listeners.delete(listener);
  }
  throwIfAborted(): void {
    if (this.aborted) throw this.reason;
  }
  /** For the controller only. */
  fire(reason: unknown): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    this.onabort?.();
    this.listeners.forEach((listener) => listener());
  }
}

export class AbortController {
  readonly signal = new AbortSignal();
  abort(reason: unknown = new Error('aborted')): void {
    this.signal.fire(reason);
  }
}
