export { Breach, BreachExport, ChaseWatch } from './breach.entity.js';
export { BreachFollower } from './breach-follower.js';
export { BreachModule } from './breach.module.js';
