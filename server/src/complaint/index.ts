export { ComplaintModule } from './complaint.module.js';
