/** WeChat understood and said no. `code` is its errcode (`40029`) or its Pay API code (`ORDER_NOT_EXIST`). */
export class WechatRefused extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
  ) {
    super(`WeChat refused: ${code} ${message}`.slice(0, 300));
  }
}

/** No answer, an answer that cannot be trusted, or a failure at WeChat: whether it acted is **unknown** until asked. */
export class WechatUnknown extends Error {
  constructor(reason: string, cause?: unknown) {
    super(`WeChat gave no usable answer: ${reason}`.slice(0, 300), { cause });
  }
}
