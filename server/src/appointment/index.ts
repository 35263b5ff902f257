export { Appointment } from './appointment.entity.js';
export { AppointmentModule } from './appointment.module.js';
export { AppointmentService } from './appointment.service.js';
export { CatalogueService } from './catalogue.service.js';
export { HallBookingPolicy } from './hall-booking-policy.entity.js';
export { ServiceItem } from './service-item.entity.js';
export { SlotCounter, SlotPlan } from './slot.entity.js';
