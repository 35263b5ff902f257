import { AccountAccess, AccountTerm, AccountToIndex } from './account/index.js';
import { Approval } from './approval/index.js';
import { Appointment, HallBookingPolicy, ServiceItem, SlotCounter, SlotPlan } from './appointment/index.js';
import { Application, ApplicationCheck, ApplicationExport, ArchiveSeries } from './application/index.js';
import { ArrearsCall, ArrearsCallRecord, ArrearsPass, ArrearsReminder, InstalmentPlan, ReminderSeries } from './arrears/index.js';
import { Attachment } from './attachment/index.js';
import { Bill, BillDispute, BillingPolicy, BillingTerms, MeterReading, PrepaidBalance, Rebilling, TariffVersion } from './billing/index.js';
import { BillRun, BillRunExport, BillRunPolicy, BillRunReview, BillRunSum } from './bill-run/index.js';
import { Breach, BreachExport, ChaseWatch } from './breach/index.js';
import { BankDeposit, CashDayEvent, CashDayRow, CashDrawer, CashShift, DrawerCount, DrawerOverride } from './cashier/index.js';
import { HallCalendarEdition, HallExceptionRow, HallOpenWeekday } from './calendar/index.js';
import { AccountBinding, WaterAccount } from './customer/index.js';
import { ImportChunk, ImportFault, ImportJob } from './data-import/index.js';
import { ComplaintExport, ComplaintRecord, ConsequenceEntry, StudyItemRow } from './complaint/index.js';
import { EncryptionCheck } from './database/index.js';
import { DutyPolicyRow, DutyTurn, Leave, LeaveStep, LeaveTicket, Presence, PresenceEvent, StaffChange, WorkingHours } from './duty/index.js';
import { CounterEvaluation, FollowUp, ReviewRow } from './follow-up/index.js';
import { HotlineCall } from './hotline/index.js';
import { IdempotencyKey, LiveUpdateRow, Session, ThrottleAttempt } from './http/index.js';
import { Resident, ResidentOpenid } from './identity/index.js';
import { Invoice, InvoiceCover, InvoiceTaxItem, InvoiceTitleRow } from './invoice/index.js';
import { JobLease, OutboxDuty } from './jobs/index.js';
import { JournalEntry, JournalLine } from './ledger/index.js';
import { Notice, NoticeConsent, StaffNoticeRow } from './notice/index.js';
import { Payment, PaymentItem, PaymentNotification, PaymentPolicy, PaymentRefund, PaymentRefundPart, Receipt, ReceiptBook } from './payment/index.js';
import { CollectionFigure, CollectionMonth, PastPayment, ReportExport } from './report/index.js';
import { ChargeRuleChange } from './charge-rule/index.js';
import { FinanceItemEvent, FinanceItemRow, ReconciliationArrival, ReconciliationDayRow, ReconciliationEvent, ReconciliationFileRow, ReconciliationTermRow } from './reconciliation/index.js';
import { BookEdition } from './rulebook/index.js';
import { SearchBuild, SearchTerm } from './search/index.js';
import { Department, Hall, Post, PostRelief, Staff } from './staff/index.js';
import {
  CalendarCorrection, PersonalDataAccess, ResponsibilityTurn, Ticket, TicketClockRow, TicketCoPart, TicketEventRow, TicketExcluded, TicketLadderRow, TicketText, RegisterExport, ReplyDraftRow, TicketPresence, TicketReading,
} from './ticket/index.js';
import { KeptRelativeRow, UsageAlertCheck, UsageAlertPolicy } from './usage/index.js';

/** Every table of the product, by the folder that owns it. */
export const entities = [
  // database
  EncryptionCheck,
  // http
  Session, IdempotencyKey, ThrottleAttempt, LiveUpdateRow,
  // jobs
  JobLease, OutboxDuty,
  // staff
  Hall, Department, Staff, Post, PostRelief,
  // rulebook
  BookEdition,
  // calendar
  HallOpenWeekday, HallExceptionRow, HallCalendarEdition,
  // identity
  Resident, ResidentOpenid,
  // notice
  Notice, NoticeConsent, StaffNoticeRow,
  // customer
  WaterAccount, AccountBinding,
  // account
  AccountTerm, AccountToIndex, AccountAccess,
  // data-import
  ImportJob, ImportChunk, ImportFault,
  // billing
  TariffVersion, BillingPolicy, BillingTerms, MeterReading, Bill, BillDispute, PrepaidBalance, Rebilling,
  // bill-run
  BillRun, BillRunSum, BillRunReview, BillRunPolicy, BillRunExport,
  // ledger
  JournalEntry, JournalLine,
  // payment
  Payment, PaymentItem, PaymentRefund, PaymentRefundPart, PaymentNotification, Receipt, ReceiptBook, PaymentPolicy,
  // invoice
  Invoice, InvoiceCover, InvoiceTitleRow, InvoiceTaxItem,
  // usage
  UsageAlertPolicy, UsageAlertCheck, KeptRelativeRow,
  // cashier
  CashDrawer, CashShift, DrawerCount, BankDeposit, CashDayRow, CashDayEvent, DrawerOverride,
  // reconciliation
  ReconciliationDayRow, ReconciliationEvent, ReconciliationFileRow, FinanceItemRow, FinanceItemEvent, ReconciliationTermRow, ReconciliationArrival, ChargeRuleChange,
  // attachment
  Attachment,
  // approval
  Approval,
  // report
  PastPayment, CollectionFigure, CollectionMonth, ReportExport,
  // arrears
  ReminderSeries, ArrearsPass, ArrearsReminder, ArrearsCall, ArrearsCallRecord, InstalmentPlan,
  // ticket
  Ticket, TicketEventRow, TicketText, TicketClockRow, TicketCoPart, TicketExcluded, TicketLadderRow, ResponsibilityTurn, PersonalDataAccess, CalendarCorrection, ReplyDraftRow, TicketPresence, TicketReading, RegisterExport,
  // complaint
  ComplaintRecord, StudyItemRow, ConsequenceEntry, ComplaintExport,
  // follow-up
  FollowUp, ReviewRow, CounterEvaluation,
  // breach
  Breach, BreachExport, ChaseWatch,
  // application
  Application, ApplicationCheck, ArchiveSeries, ApplicationExport,
  // appointment
  ServiceItem, HallBookingPolicy, SlotPlan, SlotCounter, Appointment,
  // duty
  Presence, PresenceEvent, Leave, LeaveStep, LeaveTicket, StaffChange, WorkingHours, DutyPolicyRow, DutyTurn,
  // hotline
  HotlineCall,
  // search
  SearchTerm, SearchBuild,
];
