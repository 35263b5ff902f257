export { AccountAccess, AccountTerm, AccountToIndex } from './account.entity.js';
export { AccountIndex, markToIndex } from './account-index.js';
export { AccountModule } from './account.module.js';
export { AccountSearch, type FoundAccount } from './account-search.js';
