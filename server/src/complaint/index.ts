export { ComplaintExport, ComplaintRecord, ConsequenceEntry, StudyItemRow } from './complaint.entity.js';
export { ComplaintModule } from './complaint.module.js';
