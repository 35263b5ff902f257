import Taro from '@tarojs/taro';

export interface HttpRequest {
  method: 'GET' | 'POST' | 'DELETE';
  /** Path with query, from `/api/…`. */
  path: string;
  headers: Record<string, string>;
  body?: unknown;
}
export interface HttpAnswer {
  status: number;
  data: unknown;
}

/** No answer came: no network, server down, or too slow. The request may or may not have been carried out. */
export class NoAnswer extends Error {}

const PATIENCE_MS = 20_000;

/** One HTTP exchange. Resolves for every status; rejects with NoAnswer when there was none. */
export async function exchange(request: HttpRequest): Promise<HttpAnswer> {
  try {
    const answer = await Taro.request<unknown>({
      url: API_BASE + request.path,
      method: request.method,
      header: request.body === undefined ? request.headers : { ...request.headers, 'content-type': 'application/json' },
      data: request.body === undefined ? undefined : JSON.stringify(request.body),
      timeout: PATIENCE_MS,
    });
    return { status: answer.statusCode, data: answer.data };
  } catch (reason) {
    throw new NoAnswer(String((reason as { errMsg?: string } | null)?.errMsg ?? reason));
  }
}
