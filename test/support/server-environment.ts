/** The settings of a server under test, as its configuration. */
import { type Config, loadConfig } from '../../server/src/config/index.js';
import { serverSettings } from './server-settings.mjs';

export const serverEnvironment = (overrides: Record<string, string> = {}): Record<string, string> => serverSettings(overrides);

export const testConfig = (overrides: Record<string, string>): Config => loadConfig(serverEnvironment(overrides));
