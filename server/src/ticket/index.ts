export type { Actor, TicketCommand } from './rules/ticket-types.js';
export { PersonalDataAccess, ResponsibilityTurn, ServicePolicy, Ticket, TicketClockRow, TicketEventRow, TicketExcluded, TicketText } from './ticket.entity.js';
export { TicketModule } from './ticket.module.js';
export { TicketService, type Registration } from './ticket.service.js';
export { chainFaults, verifyChain, type ChainFault, type ChainReport } from './verify-chain.js';
