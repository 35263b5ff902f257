export { LeakModule } from './leak.module.js';
