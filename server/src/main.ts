import { createApplication } from './application.js';
import { ConfigurationError, loadConfig } from './config/index.js';

try {
  const config = loadConfig();
  const app = await createApplication(config);
  await app.listen(config.port, config.host);
} catch (error) {
  // Before the log exists, and for a person who starts the server by hand.
  process.stderr.write(`${error instanceof ConfigurationError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}
