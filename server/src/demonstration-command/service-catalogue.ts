import type { ServiceItem } from '../appointment/index.js';

type Material = ServiceItem['materials'][number];

const charges = '收费业务';
const business = '用水业务';

const identityCard: Material = { name: '户主身份证原件', howToGet: '本人携带；遗失的先到户籍派出所办临时身份证' };
const applicantCard: Material = { name: '申请人身份证原件及复印件', howToGet: '原件自带；复印件可在营业厅免费复印' };
const agentPapers: Material = { name: '委托书和代办人身份证（本人不能到场时）', howToGet: '委托书样本在营业厅咨询台领取，由户主签名' };
const propertyPapers: Material = { name: '不动产权证或购房合同原件及复印件', howToGet: '产权证遗失的到不动产登记中心打印登记证明；未办证的带经备案的购房合同' };
const waterBill: Material = { name: '最近一期水费单或户号', howToGet: '水费单右上角，也可凭身份证在窗口查询' };
const cleared: Material = { name: '水费已结清', howToGet: '微信或窗口缴清后由窗口核对，不用另带证明' };
const companyPapers: Material = { name: '营业执照复印件（单位用户，加盖公章）', howToGet: '单位自备；个人用户不用提供' };
const sitePlan: Material = { name: '用水地点位置图或小区平面图', howToGet: '手绘标明道路、楼栋即可；小区可向物业索取' };
const neighbours: Material = { name: '相邻住户同意书（需经过他人房屋或院落时）', howToGet: '样本在营业厅领取，由相邻住户签名；不经过他人处所的不用提供' };
const application: Material = { name: '用水业务申请表', howToGet: '窗口免费领取，由工作人员指导填写' };

const withinAWeek = '材料齐全后 5 个工作日';
const surveyedWorks = ['窗口核对材料，出具受理通知单', '工作人员上门勘查', '部门审批并告知费用', '缴费后安排施工', '通水验收，窗口核对后归档'];
const checkedOnFile = ['窗口核对材料，出具受理通知单', '审批', '系统变更，通知结果'];
const worksFee = '按勘查结果和公示的材料、工料价格计算，先告知再收取';

/** The services of a water company's hall (QU-4). Times not counted in days are said in words. */
export const serviceCatalogue: Omit<ServiceItem, 'id' | 'position' | 'active'>[] = [
  {
    name: '水费缴纳与账单咨询', serviceGroup: charges, summary: '缴纳水费，查询水量、阶梯和滞纳金，核对账单。',
    materials: [waterBill], process: ['报户号，核对户名和地址', '核对月份、水量和金额', '缴费，领取收据'], fee: '不收手续费', timeLimit: '当场办结',
  },
  {
    name: '发票开具', serviceGroup: charges, summary: '开具水费电子发票；单位可开增值税专用发票。',
    materials: [waterBill, { name: '开票抬头和税号（单位）', howToGet: '向本单位财务索取' }, { name: '一般纳税人资格证明（开专用发票时）', howToGet: '电子税务局打印' }],
    process: ['核对缴费记录', '登记抬头', '当场开具，发送到手机或邮箱'], fee: '免费', timeLimit: '当场办结',
  },
  {
    name: '银行代扣签约与变更', serviceGroup: charges, summary: '签订、变更或取消水费银行代扣。',
    materials: [identityCard, { name: '本人银行卡', howToGet: '开户行柜台办理；须为户主本人或书面同意代付人的卡' }, waterBill],
    process: ['核对户号与持卡人', '签订代扣协议', '下一抄表周期生效'], fee: '免费', timeLimit: '当场办结，下一期账单起生效',
  },
  {
    name: '一户多人口核增', serviceGroup: business, summary: '同一住址常住 5 人及以上的，按人口增加各阶梯水量。',
    materials: [identityCard, { name: '户口簿或居住证原件及复印件', howToGet: '户籍派出所；流动人口在居住地派出所或社区办理居住证' }, waterBill],
    process: checkedOnFile, fee: '免费', timeLimit: withinAWeek,
  },
  {
    name: '过户', serviceGroup: business, summary: '房屋买卖、继承、赠与后变更水表户主姓名。',
    materials: [applicantCard, propertyPapers, { name: '原户主身份证复印件或过户声明', howToGet: '由原户主提供；联系不上的凭产权证办理并在窗口签承诺书' }, cleared, agentPapers],
    process: checkedOnFile, fee: '免费', timeLimit: withinAWeek,
  },
  {
    name: '接水报装', serviceGroup: business, summary: '新建房屋、商铺或单位申请接通自来水。',
    materials: [applicantCard, propertyPapers, sitePlan, companyPapers, neighbours, agentPapers],
    process: ['窗口受理，出具受理通知单', '上门勘查', '设计并告知费用', '缴费，签订供用水合同', '施工，装表通水'],
    fee: worksFee, timeLimit: '勘查 5 个工作日，设计 3 个工作日，小型用户施工 5 个工作日，逐段计算',
  },
  {
    name: '分表', serviceGroup: business, summary: '一只水表供多户的，按户分装水表。',
    materials: [application, identityCard, propertyPapers, { name: '各用水户签名的分表协议', howToGet: '样本在窗口领取，由全部用水户签名' }, cleared],
    process: surveyedWorks, fee: worksFee, timeLimit: withinAWeek,
  },
  {
    name: '移表', serviceGroup: business, summary: '把水表移到便于抄读和检修的位置。',
    materials: [application, identityCard, waterBill, neighbours, cleared], process: surveyedWorks, fee: worksFee, timeLimit: withinAWeek,
  },
  {
    name: '小表换大表', serviceGroup: business, summary: '用水量增加，更换口径更大的水表。',
    materials: [application, identityCard, { name: '用水量说明', howToGet: '自行填写用水设备和人数，样本在窗口领取' }, companyPapers, cleared],
    process: surveyedWorks, fee: worksFee, timeLimit: withinAWeek,
  },
  {
    name: '移管', serviceGroup: business, summary: '建房、修路等需要移动供水管道。',
    materials: [application, applicantCard, sitePlan, { name: '施工或规划许可（建设单位）', howToGet: '自然资源和规划部门、住建部门窗口办理；个人院内移管不用提供' }, neighbours],
    process: surveyedWorks, fee: worksFee, timeLimit: withinAWeek,
  },
  {
    name: '更换老化管道', serviceGroup: business, summary: '表后管道锈蚀、渗漏、水压不足，申请更换。',
    materials: [application, identityCard, waterBill, neighbours], process: surveyedWorks, fee: '表前管道免费；表后管道按公示价格收取材料、工料费', timeLimit: withinAWeek,
  },
  {
    name: '改变用水性质', serviceGroup: business, summary: '居民、非居民、特种用水之间变更。',
    materials: [application, identityCard, { name: '房屋用途证明（产权证用途栏或租赁合同）', howToGet: '产权证自带；租赁的由出租人提供合同复印件' }, companyPapers, cleared],
    process: ['窗口核对材料，出具受理通知单', '上门核实用途', '审批，自下一抄表周期按新价格计费'], fee: '免费', timeLimit: withinAWeek,
  },
  {
    name: '调整用水比例', serviceGroup: business, summary: '一只水表兼有居民和经营用水的，核定各类水量比例。',
    materials: [application, identityCard, waterBill, { name: '近三个月经营情况说明', howToGet: '自行填写，写明人数、营业面积和用水设备' }],
    process: ['窗口核对材料，出具受理通知单', '上门核实', '审批，自下一抄表周期按新比例计费'], fee: '免费', timeLimit: withinAWeek,
  },
  {
    name: '水表校验', serviceGroup: business, summary: '对水表计量有疑问，申请送检。',
    materials: [identityCard, waterBill], process: ['窗口受理', '换装周转表并送法定计量机构', '告知检定结果，多计的水费退还'],
    fee: '检定费先由申请人垫付；水表不合格的由公司承担', timeLimit: '送检 5 个工作日内安排，出结果以检定机构为准',
  },
  {
    name: '销户', serviceGroup: business, summary: '房屋拆除或不再用水，拆除水表并注销户号。',
    materials: [identityCard, propertyPapers, cleared, { name: '拆迁协议（拆迁房屋）', howToGet: '征收部门或拆迁办出具；非拆迁的不用提供' }, agentPapers],
    process: ['窗口核对材料', '上门抄录止度并拆表', '结清水费，退还预存余额，注销户号'], fee: '免费', timeLimit: withinAWeek,
  },
];

/** Places per hour and day for each group, as the windows of an ordinary hall can serve them. */
export const placesPerHour: Record<string, number> = { [charges]: 8, [business]: 5 };
