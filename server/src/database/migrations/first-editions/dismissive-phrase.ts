/** FI-9: what a hall must never answer with. As of migration 1100; never edited later. */
export const firstDismissivePhrases = [
  '不知道', '不清楚', '不归我管', '不归我们管', '不是我管的', '不是我们管的', '不归我们部门管', '管不了', '没办法', '不了解', '我不管', '找别人', '找别的部门',
];
