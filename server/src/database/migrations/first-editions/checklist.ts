/** TL-5: everything a resident must bring, with how to get it. As of migration 1100; never edited later. */
const item = (code: string, name: string, howToGet: string) => ({ code, name, howToGet });

const form = item('form', '用水业务申请表', '窗口免费领取，由工作人员指导填写；也可在小程序填写');
const identity = item('identity', '户主身份证原件', '本人携带；遗失的先到户籍派出所办临时身份证');
const applicant = item('applicant', '申请人身份证原件及复印件', '原件自带；复印件可在营业厅免费复印');
const agent = item('agent', '委托书和代办人身份证（本人不能到场时）', '委托书样本在营业厅领取，由户主签名；本人到场的不用提供');
const property = item('property', '不动产权证或购房合同原件及复印件', '产权证遗失的到不动产登记中心打印登记证明；未办证的带经备案的购房合同');
const account = item('account', '最近一期水费单或户号', '水费单右上角，也可凭身份证在窗口查询');
const cleared = item('cleared', '水费已结清', '微信或窗口缴清后由窗口核对，不用另带证明');
const company = item('company', '营业执照复印件（单位用户，加盖公章）', '单位自备；个人用户不用提供');
const sitePlan = item('site-plan', '用水地点位置图或小区平面图', '手绘标明道路、楼栋即可；小区可向物业索取');
const neighbours = item('neighbours', '相邻住户同意书（需经过他人房屋或院落时）', '样本在营业厅领取，由相邻住户签名；不经过他人处所的不用提供');
const sharers = item('sharers', '各用水户签名的分表协议', '样本在窗口领取，由全部用水户签名');
const volume = item('volume', '用水量说明', '自行填写用水设备和人数，样本在窗口领取');
const sitePhoto = item('site-photo', '现场照片', '用手机拍下水表、管道的位置和需要改动的地方');
const use = item('use', '房屋用途证明（产权证、租赁合同或社区证明）', '产权证写明用途的带产权证；出租的带租赁合同；其他到社区居委会开具');
const shares = item('shares', '各类用水设施和面积说明', '列出居民、经营各自的用水设施和面积，样本在窗口领取');
const meterPhoto = item('meter-photo', '水表照片', '打开表箱，拍清表盘数字和表号');
const bill = item('bill', '有疑问的水费单', '可在小程序“账单”里截图，也可凭户号在窗口打印');
const occupancy = item('occupancy', '用水情况说明', '写明常住人数、用水设备，以及有没有漏水或长期外出');
const payment = item('payment', '缴费凭证', '微信支付、银行的扣款记录截图，或收据照片');
const facts = item('facts', '事情经过（时间、地点、经办人）', '口述由工作人员记录，或自行写明；记不清姓名的可写工号、窗口号');
const proof = item('proof', '有关凭据（有的话）', '单据、录音、照片、聊天记录均可；没有的不用提供');
const sample = item('sample', '有问题的水的照片，并留一瓶水样', '用干净的瓶子接满，拧紧瓶盖，等工作人员上门取走');

export const firstChecklists = [
  { category: 'apply-connection', items: [form, applicant, property, sitePlan, company, neighbours, agent] },
  { category: 'apply-split-meter', items: [form, identity, property, sharers, cleared, agent] },
  { category: 'apply-move-meter', items: [form, identity, account, sitePhoto, neighbours, cleared, agent] },
  { category: 'apply-larger-meter', items: [form, identity, account, volume, company, cleared, agent] },
  { category: 'apply-move-pipe', items: [form, identity, account, sitePhoto, neighbours, cleared, agent] },
  { category: 'apply-replace-pipe', items: [form, identity, account, sitePhoto, cleared, agent] },
  { category: 'apply-change-use', items: [form, identity, account, use, company, cleared, agent] },
  { category: 'apply-change-ratio', items: [form, identity, account, shares, company, cleared, agent] },
  { category: 'complaint-meter', items: [account, meterPhoto] },
  { category: 'complaint-bill', items: [account, bill, payment] },
  { category: 'complaint-repair', items: [facts, sitePhoto] },
  { category: 'complaint-quality', items: [sample, facts] },
  { category: 'complaint-pressure', items: [facts] },
  { category: 'complaint-connection', items: [item('slip', '受理通知单', '受理时发给您的单子，也可报单号由窗口查询'), facts] },
  { category: 'complaint-promise', items: [facts, proof] },
  { category: 'complaint-refused', items: [facts, proof] },
  { category: 'complaint-abuse', items: [facts, proof] },
  { category: 'complaint-rude', items: [facts, proof] },
  { category: 'complaint-not-told', items: [facts, item('notices', '前几次收到的一次性告知单', '纸质单子或小程序里的告知内容；没有收到的不用提供')] },
  { category: 'bill-volume', items: [account, meterPhoto, occupancy] },
  { category: 'bill-amount', items: [account, bill, payment] },
];
