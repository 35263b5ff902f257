export { bigInteger } from './columns.js';
export { openDatabase } from './data-source.js';
export { DatabaseModule } from './database.module.js';
export { decrypt, digestOf, encrypt, encrypted, phoneDigestOf } from './encryption.js';
export { EncryptionCheck } from './encryption-check.entity.js';
export { insertRows, sqlInstant, type SqlValue } from './insert-rows.js';
export { rowsById } from './rows-by-id.js';
export { Transactions, isDuplicateKey } from './transactions.js';
