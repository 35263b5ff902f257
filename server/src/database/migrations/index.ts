import { Core1700000000100 } from './1700000000100-core.js';
import { Staff1700000000200 } from './1700000000200-staff.js';
import { Customer1700000000300 } from './1700000000300-customer.js';
import { Billing1700000000400 } from './1700000000400-billing.js';
import { Ledger1700000000450 } from './1700000000450-ledger.js';
import { Payment1700000000500 } from './1700000000500-payment.js';
import { Identity1700000000250 } from './1700000000250-identity.js';
import { Notice1700000000550 } from './1700000000550-notice.js';
import { Attachment1700000000600 } from './1700000000600-attachment.js';
import { Ticket1700000000700 } from './1700000000700-ticket.js';
import { Appointment1700000000800 } from './1700000000800-appointment.js';
import { Hotline1700000000900 } from './1700000000900-hotline.js';
import { DataImport1700000000350 } from './1700000000350-data-import.js';
import { TicketEngine1700000001050 } from './1700000001050-ticket-engine.js';
import { EncryptionCheck1700000001000 } from './1700000001000-encryption-check.js';
import { Application1700000001300 } from './1700000001300-application.js';
import { Rulebook1700000001100 } from './1700000001100-rulebook.js';
import { CalendarCorrection1700000001110 } from './1700000001110-calendar-correction.js';
import { StaffCover1700000001400 } from './1700000001400-staff-cover.js';
import { Duty1700000001410 } from './1700000001410-duty.js';
import { Search1700000001200 } from './1700000001200-search.js';
import { StaffNotice1700000001600 } from './1700000001600-staff-notice.js';
import { TicketLadder1700000001610 } from './1700000001610-ticket-ladder.js';

/** In order; each capability adds its own. */
export const migrations = [Core1700000000100, Staff1700000000200, Identity1700000000250, Customer1700000000300, DataImport1700000000350, Billing1700000000400, Ledger1700000000450, Payment1700000000500, Notice1700000000550, Attachment1700000000600, Ticket1700000000700, Appointment1700000000800, Hotline1700000000900, EncryptionCheck1700000001000, TicketEngine1700000001050, Rulebook1700000001100, CalendarCorrection1700000001110, Search1700000001200, Application1700000001300, StaffCover1700000001400, Duty1700000001410, StaffNotice1700000001600, TicketLadder1700000001610];
