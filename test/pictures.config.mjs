/** `npm run pictures`: the same run over one file that is not part of the proof. */
import config from './vitest.config.mjs';

export default { ...config, test: { ...config.test, include: ['test/journey/pictures.ts'] } };
