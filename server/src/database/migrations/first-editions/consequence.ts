/** CP-9 (amounts in fen), AP-5 and FU (days). As of migration 1100; never edited later. */
export const firstConsequence = { upheldComplaintFen: 5_000, threeInYearFen: 20_000, followUpDays: 7 };
