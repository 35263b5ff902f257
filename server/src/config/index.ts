export { CONFIG, ConfigurationError, loadConfig, type Config } from './config.js';
