/** ES-1. As of migration 1100; never edited later. */
export const firstLadder = {
  day: [
    { at: { percent: 50 }, tell: ['handler'], chase: false },
    { at: { percent: 80 }, tell: ['handler', 'first-responsible'], chase: false },
    { at: { percent: 100 }, tell: ['handler', 'first-responsible', 'section-leader'], chase: true },
    { at: { overWorkingDays: 1 }, tell: ['hall-director'], chase: true },
    { at: { overWorkingDays: 3 }, tell: ['company-leader'], chase: true },
  ],
  minute: [
    { at: { percent: 50 }, tell: ['handler'], chase: false },
    { at: { percent: 80 }, tell: ['handler', 'first-responsible'], chase: false },
    { at: { percent: 100 }, tell: ['handler', 'first-responsible', 'section-leader'], chase: true },
    { at: { overMinutes: 10, repeat: true }, tell: ['handler', 'first-responsible', 'section-leader'], chase: true },
  ],
};
