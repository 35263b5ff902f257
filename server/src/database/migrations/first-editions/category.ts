/** The categories (CP-1, FI-10, AP-1) with what residents say for them. As of migration 1100; never edited later. */
const entry = (kind: string, code: string, label: string, plainWords: string[], rest: { family?: 'service' | 'business'; outOfScope?: boolean; active?: boolean } = {}) => ({
  code, kind, family: rest.family ?? null, label, plainWords, outOfScope: rest.outOfScope ?? false, active: rest.active ?? true,
});
const business = { family: 'business' } as const;
const service = { family: 'service' } as const;

export const firstCategories = [
  entry('leak', 'road-leak', '路面漏水', ['路上冒水', '马路渗水', '地面漏水', '人行道漏水']),
  entry('leak', 'burst', '爆管', ['水管爆了', '水柱喷出来', '大水', '淹了']),
  entry('leak', 'meter-leak', '水表处漏水', ['水表漏水', '表井有水', '表前漏水', '阀门处滴水']),
  entry('leak', 'valve-leak', '阀门、消火栓漏水', ['消防栓漏水', '消火栓漏水', '阀门漏水', '井盖冒水']),
  entry('complaint', 'complaint-meter', '水表计量', ['水表走得快', '水表不准', '水表空转', '抄表不对'], business),
  entry('complaint', 'complaint-bill', '水费账单', ['水费收错', '多收钱', '乱收费', '重复收费'], business),
  entry('complaint', 'complaint-repair', '维修抢修', ['没人来修', '修了又坏', '修得慢', '修完没恢复路面'], business),
  entry('complaint', 'complaint-quality', '水质', ['水发黄', '水有味道', '水浑', '水里有杂质', '漂白粉味'], business),
  entry('complaint', 'complaint-pressure', '水压', ['水小', '水压低', '没有水', '楼上没水'], business),
  entry('complaint', 'complaint-connection', '接水报装', ['接水拖着不办', '报装没消息', '迟迟不通水'], business),
  entry('complaint', 'complaint-promise', '承诺未兑现', ['说好了没做', '说话不算数', '到期没办'], service),
  entry('complaint', 'complaint-refused', '推诿、拖延、拒办', ['推来推去', '踢皮球', '不给办', '让我找别人'], service),
  entry('complaint', 'complaint-abuse', '以权谋私', ['要好处', '吃拿卡要', '收红包', '指定买材料'], service),
  entry('complaint', 'complaint-rude', '态度恶劣', ['态度不好', '骂人', '不耐烦', '挂我电话'], service),
  entry('complaint', 'complaint-not-told', '没有一次性告知', ['跑了好几趟', '材料没说全', '又要补材料'], service),
  entry('consultation', 'ask-simple', '一般咨询', ['几点开门', '在哪里交费', '电话多少', '怎么缴费']),
  entry('consultation', 'ask-inquiry', '需查询的咨询', ['查一下水费', '什么时候来水', '户号是多少', '为什么停水']),
  entry('consultation', 'out-of-scope', '非供水业务', ['停电', '燃气', '暖气', '下水道堵', '物业', '有线电视'], { outOfScope: true }),
  entry('application', 'apply-connection', '接水报装', ['新房接水', '开户', '装水表', '通水', '店铺接水', '工地用水']),
  entry('application', 'apply-split-meter', '分表', ['一户一表', '分开装表', '几家合用一个表', '单独装表', '拆表']),
  entry('application', 'apply-move-meter', '移表', ['水表挪位置', '水表移到外面', '水表换地方', '表在屋里']),
  entry('application', 'apply-larger-meter', '小表换大表', ['换大表', '水表太小', '增加口径', '扩容', '用水量大了']),
  entry('application', 'apply-move-pipe', '移管', ['水管改道', '挪水管', '管子挡住了', '改管']),
  entry('application', 'apply-replace-pipe', '更换老化管道', ['水管生锈', '管子老化', '换水管', '管道改造', '老旧管网']),
  entry('application', 'apply-change-use', '更改用水性质', ['居民改商业', '商业改居民', '改水价', '住宅开店', '改用水类别']),
  entry('application', 'apply-change-ratio', '调整用水比例', ['混合用水', '调比例', '商住比例', '按比例收费']),
  entry('application', 'apply-other', '其他用水业务', [], { active: false }),
  entry('billing-question', 'bill-volume', '水量疑问', ['用水量太多', '没住人有水费', '这个月水量高', '读数不对']),
  entry('billing-question', 'bill-amount', '金额疑问', ['水费太贵', '阶梯怎么算', '滞纳金', '钱算得不对']),
  entry('appointment-follow-on', 'follow-on', '预约事项后续办理', []),
];
