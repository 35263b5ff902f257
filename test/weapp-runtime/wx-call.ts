/** How every asynchronous `wx` function behaves towards its caller. */

export type WxOptions = Record<string, unknown> & {
  success?: (result: object) => void;
  fail?: (error: object) => void;
  complete?: (result: object) => void;
};
/** Does the work: resolves to what `success` gets, or throws; a thrown `{ errMsg }` is handed on as it is. */
export type WxWork = (options: never) => unknown;

export interface WxCall {
  name: string;
  options: Record<string, unknown>;
}

/** What request-like functions return at once. */
const task = { abort() {}, onHeadersReceived() {}, offHeadersReceived() {}, onProgressUpdate() {}, offProgressUpdate() {} };

/**
 * With callbacks it returns a task; without any it returns a promise, as WeChat does (Taro relies on that for the functions
 * it does not wrap, such as chooseMedia and requestPayment).
 */
export function wxFunction(name: string, work: WxWork, calls: WxCall[]): (options?: WxOptions) => unknown {
  return (options = {}) => {
    const { success, fail, complete, ...plain } = options;
    calls.push({ name, options: plain });
    const outcome = Promise.resolve()
      .then(() => (work as (given: object) => unknown)(plain))
      .then(
        (result) => ({ ok: true, result: { errMsg: `${name}:ok`, ...(result as object | undefined) } }),
        (reason: { errMsg?: string; errno?: number; message?: string }) => ({
          ok: false,
          result: { errMsg: reason.errMsg ?? `${name}:fail ${reason.message ?? String(reason)}`, ...(reason.errno === undefined ? {} : { errno: reason.errno }) },
        }),
      );
    const told = outcome.then(({ ok, result }) => {
      (ok ? success : fail)?.(result);
      complete?.(result);
      return { ok, result };
    });
    if (success || fail || complete) return task;
    return told.then(({ ok, result }) => (ok ? result : Promise.reject(result)));
  };
}
