export * from './application.js';
export * from './appointment.js';
export * from './duty.js';
export * from './error-code.js';
export * from './money.js';
export * from './role.js';
export * from './search.js';
export * from './ticket.js';
