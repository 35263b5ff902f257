export { SearchBuild, SearchTerm } from './search.entity.js';
export { SearchIndex, termOf } from './search-index.js';
export { SearchIndexer, type KeysOfTicket } from './search-indexer.service.js';
export { SearchModule } from './search.module.js';
