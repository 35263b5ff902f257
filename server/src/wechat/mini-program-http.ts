import { WechatRefused, WechatUnknown } from './wechat-error.js';

const timeoutMs = 5000;
/** WeChat's "busy, try again". */
const BUSY = -1;

/**
 * One call to the mini-program server API: HTTP 200 with `errcode`. Addresses carry secrets in their query, so
 * no error repeats them. Throws `WechatRefused` (errcode) or `WechatUnknown`.
 */
export async function callMiniProgramApi(url: string, body?: unknown): Promise<Record<string, unknown>> {
  let answer: Record<string, unknown>;
  try {
    const response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    if (!response.ok) throw new WechatUnknown(`HTTP ${response.status}`);
    // The login answers come as text/plain, so the type is not looked at.
    answer = JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof WechatUnknown) throw error;
    throw new WechatUnknown(error instanceof Error ? error.name : 'unreadable', error);
  }
  const code = answer['errcode'];
  if (typeof code === 'number' && code !== 0) {
    const message = String(answer['errmsg'] ?? '');
    if (code === BUSY) throw new WechatUnknown(`busy ${message}`);
    throw new WechatRefused(String(code), 200, message);
  }
  return answer;
}
