import type { DataSource } from 'typeorm';
import { ConfigurationError } from '../config/index.js';
import { decrypt, encrypt } from './encryption.js';
import { EncryptionCheck } from './encryption-check.entity.js';

const only = { id: 1 };

/**
 * Throws `ConfigurationError` when `SECRET_KEY` is not the one this database was begun with: what is stored would be
 * unreadable, and what is added could not be found by its digest. A new database takes the key it is opened with.
 */
export async function requireSameKey({ manager }: DataSource): Promise<void> {
  // Several servers may begin at once: the first one's value stays.
  if (!(await manager.existsBy(EncryptionCheck, only)))
    await manager.createQueryBuilder().insert().into(EncryptionCheck).values({ ...only, sealed: encrypt('shouwen') }).orIgnore().updateEntity(false).execute();
  const { sealed } = await manager.findOneByOrFail(EncryptionCheck, only);
  try {
    decrypt(sealed);
  } catch {
    throw new ConfigurationError('the configuration is not usable:\n  SECRET_KEY: is not the key this database was begun with');
  }
}
