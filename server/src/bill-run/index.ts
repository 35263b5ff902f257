export { BillRunRunner, type WhatFollows } from './bill-run-runner.js';
export { BillRun, BillRunExport, BillRunPolicy, BillRunReview, BillRunSum } from './bill-run.entity.js';
export { BillRunModule } from './bill-run.module.js';
export { BillRunService } from './bill-run.service.js';
export { openBillRun, type WantedRun } from './open-bill-run.js';
export { dialectOf } from './sql-dialect.js';
export { componentsJson, sqlOfTariff } from './sql-of-tariff.js';
