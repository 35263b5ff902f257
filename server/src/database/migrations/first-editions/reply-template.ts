/** Replies as they are usually worded; whoever sends one finishes it. As of migration 1100; never edited later. */
export const firstReplyTemplates = [
  {
    code: 'received', kinds: [], title: '已收到，告知首问责任人和期限',
    text: '{称呼}您好：您反映的事项已登记，单号 {单号}。首问责任人是{首问责任人}，由其负责到底；我们将在{期限}前答复您。如有补充请拨打{厅电话}。',
  },
  {
    code: 'transferred', kinds: [], title: '已转部门办理',
    text: '{称呼}您好：您的事项（单号 {单号}）已转由{部门}办理。首问责任人{首问责任人}会跟进，并在{期限}前答复您，您不用再找其他部门。',
  },
  {
    code: 'leak-repaired', kinds: ['leak'], title: '漏水已修复',
    text: '{称呼}您好：您报修的{地址}漏水已由{部门}修复，现已恢复供水。感谢您及时告诉我们；如再发现漏水，请拨打{厅电话}，报单号 {单号} 即可。',
  },
  {
    code: 'leak-inside', kinds: ['leak'], title: '漏水在表后，由用户维修',
    text: '{称呼}您好：{部门}到{地址}查看，漏水在水表之后的用户管道上，按供水规定由用户维修。请先关闭表后阀门，可请物业或专业人员维修；修好后如需查看水表，请拨打{厅电话}。',
  },
  {
    code: 'volume-checked', kinds: ['billing-question'], title: '水量核实结果',
    text: '{称呼}您好：我们已核对{地址}的抄表记录和水表读数。经核实：（请写明读数、起止日期和水量）。如对水表准确度有疑问，可申请校表，请拨打{厅电话}。',
  },
  {
    code: 'amount-explained', kinds: ['billing-question'], title: '水费构成说明',
    text: '{称呼}您好：您询问的水费由基本水价、水资源税和污水处理费组成，按公布的水价和阶梯计算。本期计算如下：（请写明各阶梯的水量和金额）。如有不明白的地方，请拨打{厅电话}。',
  },
  {
    code: 'quality-sampled', kinds: ['complaint'], title: '水质检测结果',
    text: '{称呼}您好：我们已到{地址}现场取样检测。检测结果：（请写明项目和结果）。处理措施：（请写明冲洗、更换等）。如仍有异常，请拨打{厅电话}，我们会再次上门。',
  },
  {
    code: 'complaint-upheld', kinds: ['complaint'], title: '投诉属实，致歉并整改',
    text: '{称呼}您好：您投诉的事项（单号 {单号}）经调查属实，我们向您诚恳道歉。整改情况：（请写明已做的整改）。感谢您的监督，如对处理有意见，请拨打{厅电话}。',
  },
  {
    code: 'complaint-explained', kinds: ['complaint'], title: '投诉调查说明',
    text: '{称呼}您好：您投诉的事项（单号 {单号}）已经调查。调查情况：（请写明事实和依据）。我们理解您的心情，如您另有情况补充，请拨打{厅电话}，首问责任人{首问责任人}会再次核实。',
  },
  {
    code: 'application-done', kinds: ['application', 'appointment-follow-on'], title: '业务已办完',
    text: '{称呼}您好：您在{地址}申请的业务（单号 {单号}）已由{部门}办完并验收。用水如有问题请拨打{厅电话}；我们会在近日回访，请您评价。',
  },
  {
    code: 'signpost', kinds: ['consultation'], title: '非供水业务，告知应找谁',
    text: '{称呼}您好：您询问的事项不属于供水业务，应由（请写明单位）办理，联系电话（请写明电话）。如联系不上，请拨打{厅电话}，首问责任人{首问责任人}会帮您继续联系。',
  },
];
