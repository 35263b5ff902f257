export { SimilarModule } from './similar.module.js';
