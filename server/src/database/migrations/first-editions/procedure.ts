/** AP-3: what each application goes through. As of migration 1100; never edited later. */
export const firstProcedures = [
  { category: 'apply-connection', steps: ['survey', 'design', 'approval', 'works', 'acceptance'] },
  { category: 'apply-split-meter', steps: ['survey', 'approval', 'works', 'acceptance'] },
  { category: 'apply-move-meter', steps: ['survey', 'approval', 'works', 'acceptance'] },
  { category: 'apply-larger-meter', steps: ['survey', 'approval', 'works', 'acceptance'] },
  { category: 'apply-move-pipe', steps: ['survey', 'approval', 'works', 'acceptance'] },
  { category: 'apply-replace-pipe', steps: ['survey', 'approval', 'works', 'acceptance'] },
  { category: 'apply-change-use', steps: ['survey', 'approval'] },
  { category: 'apply-change-ratio', steps: ['survey', 'approval'] },
  { category: 'apply-other', steps: ['survey', 'approval'] },
];
