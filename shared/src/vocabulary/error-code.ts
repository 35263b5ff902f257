/**
 * Every refusal the server can give: HTTP status and a Chinese sentence that says what to do next.
 * Services throw `Refusal(code)`; one filter turns it into the answer.
 */
export const errorCodes = {
  INVALID_INPUT: [400, '填写的内容有误，请按提示修改后再提交'],
  SIGN_IN_REQUIRED: [401, '登录已过期，请重新登录'],
  WRONG_CREDENTIALS: [401, '工号或密码不对，请重新输入'],
  WECHAT_LOGIN_FAILED: [401, '微信登录没有成功，请关闭页面后重新进入'],
  FORBIDDEN: [403, '您没有权限进行这项操作，如需办理请联系负责人'],
  NOT_FOUND: [404, '没有找到这项内容，可能已被撤回，请返回列表刷新'],
  TOO_MANY_ATTEMPTS: [429, '尝试次数太多，请稍后再试；着急可拨打客服热线'],
  PAYLOAD_TOO_LARGE: [413, '文件太大，请压缩或换一个后再上传'],
  NOT_A_PHOTO: [415, '这个文件不是可用的照片，请重新拍照或选择 JPG、PNG 图片'],
  UNSUPPORTED_FILE: [415, '不支持这种文件，请上传照片或 PDF'],
  IDEMPOTENCY_KEY_REQUIRED: [400, '请求缺少防重复标识，请更新到最新版本后再试'],
  IDEMPOTENCY_KEY_REUSED: [422, '这次提交与之前的内容不一致，请返回后重新填写'],
  REQUEST_IN_FLIGHT: [409, '正在处理您刚才的提交，请稍候'],
  BUSY: [503, '系统繁忙，请稍后再试'],
  INTERNAL: [500, '系统出了点问题，请稍后再试；如仍不行请拨打客服热线'],

  BINDING_NOT_MATCHED: [422, '户号或核对信息不符，请核对水费单后重试；也可到营业厅或拨打热线查询'],
  BINDING_EXPIRED: [422, '核对已超时，请重新输入户号'],
  ACCOUNT_ALREADY_BOUND: [409, '这个户号您已经绑定过了，可直接在首页查看'],

  BILL_CHANGED: [409, '账单金额刚有变化，请返回刷新后再支付'],
  BILL_ALREADY_PAID: [409, '这笔账单已经缴清，无需再付'],
  PAYMENT_UNAVAILABLE: [502, '暂时无法连接微信支付，没有扣款，请稍后再试'],
  PAYMENT_CLOSED: [409, '这笔支付已关闭，请返回账单重新支付'],
  NOTIFICATION_REJECTED: [401, '通知验证未通过'],

  TICKET_CHANGED: [409, '这张工单刚被其他人处理过，已为您显示最新情况，请看过再操作'],
  TICKET_ACTION_NOT_ALLOWED: [409, '当前状态下不能进行这项操作，请刷新查看最新进展'],
  NOT_FIRST_RESPONSIBLE: [403, '只有首问责任人可以进行这项操作'],
  NOT_HANDLER: [403, '只有承办部门的人员可以进行这项操作'],
  WRITTEN_ANSWER_REQUIRED: [422, '书面提交的事项必须书面答复后才能办结，请填写书面答复'],
  ANSWER_REQUIRED: [422, '还没有答复居民，不能办结；请先记录答复'],
  DELAY_REASON_REQUIRED: [422, '已超过承诺时限，请填写超时原因后再办结'],
  DISMISSIVE_ANSWER: [422, '答复不能只是“不知道”“不清楚”“不归我管”，请告知居民具体怎么办'],
  NOT_SOLVED_TOO_LATE: [422, '已超过 7 天或已申请过一次，请拨打客服热线由工作人员为您重新登记'],
  ALREADY_RATED: [409, '您已经评价过了，谢谢'],
  ATTACHMENT_MISSING: [422, '有附件没有上传成功，请重新上传后再提交'],
  NO_ONE_TO_ASSIGN: [503, '暂时没有可指派的工作人员，请拨打客服热线'],

  SLOT_FULL: [409, '这个时段刚被约满，请换一个时间'],
  SLOT_UNAVAILABLE: [422, '这个时间不能预约，请换一个日期或时段'],
  MATERIALS_NOT_CONFIRMED: [422, '请先查看并确认需要带的材料'],
  APPOINTMENT_CHANGED: [409, '这个预约刚有变动，请刷新后再操作'],
  APPOINTMENT_ACTION_NOT_ALLOWED: [409, '这个预约现在不能进行这项操作，请刷新查看最新情况'],
  CHECK_IN_CODE_UNKNOWN: [404, '没有找到这个签到码的今日预约，请核对后重新输入'],
  ALREADY_BOOKED: [409, '您已预约过同一天的这项业务，可在“我的预约”里修改时间'],

  FILE_NOT_READABLE: [422, '文件无法读取，请上传 CSV 或 XLSX 文件，并确认第一行是列名'],
  COLUMNS_MISSING: [422, '文件缺少必需的列，请对照说明修改列名或提供列名对应表'],
  EMOJI_NOT_ALLOWED: [422, '请不要使用表情符号或生僻字符，微信支付不支持'],
} as const satisfies Record<string, readonly [number, string]>;
export type ErrorCode = keyof typeof errorCodes;
