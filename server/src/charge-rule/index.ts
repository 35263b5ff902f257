export { ChargeRuleChange } from './charge-rule.entity.js';
export { ChargeRuleModule } from './charge-rule.module.js';
