export { BindingService } from './binding.service.js';
export { AccountBinding, WaterAccount } from './customer.entity.js';
export { CustomerModule } from './customer.module.js';
export { CustomerService, type AccountDebts, type AccountOfTerms } from './customer.service.js';
export type { TermsNow } from './customer.view.js';
