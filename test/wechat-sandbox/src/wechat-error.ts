/** A refusal of the mini-program server API: HTTP 200 with errcode and errmsg. */
export class WechatError extends Error {
  constructor(
    readonly errcode: number,
    message: string,
  ) {
    super(message);
  }
}
