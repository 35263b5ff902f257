import { createBrowserRouter, Navigate } from 'react-router';
import { useStaff } from '../session/session';
import { workplacePaths, workplacesOf } from '../session/workplace';
import { LoginPage } from '../features/staff/login-page';
import { Gate } from './gate';
import { PageMissing, PageBroken } from './page-missing';
import { Shell } from './shell';

function Home() {
  const staff = useStaff();
  return <Navigate to={workplacePaths[workplacesOf(staff)[0]!]} replace />;
}

const ticketDesk = () => import('./ticket-page').then((m) => ({ Component: m.TicketPage }));
const hotlineDesk = () => import('../features/hotline/hotline-desk').then((m) => ({ Component: m.HotlineDesk }));
const imports = () => import('../features/data-import/import-page').then((m) => ({ Component: m.ImportPage }));

/** Every view, ticket, day and call has an address; each feature is fetched when first opened. */
export const router = createBrowserRouter(
  [
    { path: '/login', Component: LoginPage },
    {
      Component: Gate,
      children: [
        {
          Component: Shell,
          ErrorBoundary: PageBroken,
          HydrateFallback: () => null,
          children: [
            { index: true, Component: Home },
            { path: 'tickets/:view/:number?', lazy: ticketDesk },
            { path: 'register', lazy: () => import('../features/ticket/register-page').then((m) => ({ Component: m.RegisterPage })) },
            { path: 'first-inquiry', lazy: () => import('../features/ticket/first-inquiry-page').then((m) => ({ Component: m.FirstInquiryPage })) },
            { path: 'complaints/:pane?', lazy: () => import('../features/complaint/complaint-desk').then((m) => ({ Component: m.ComplaintDesk })) },
            { path: 'follow-ups/:desk?/:id?', lazy: () => import('../features/follow-up/follow-up-page').then((m) => ({ Component: m.FollowUpPage })) },
            { path: 'appointments/:date?', lazy: () => import('../features/appointment/hall-day').then((m) => ({ Component: m.HallDay })) },
            { path: 'applications/:view?/:number?', lazy: () => import('../features/application/application-desk').then((m) => ({ Component: m.ApplicationDesk })) },
            { path: 'hotline', lazy: hotlineDesk },
            { path: 'hotline/calls/:callId', lazy: hotlineDesk },
            { path: 'imports/:id?', lazy: imports },
            { path: 'rulebook/:book?/:part?', lazy: () => import('../features/rulebook/rulebook-page').then((m) => ({ Component: m.RulebookPage })) },
            { path: 'breaches/:id?', lazy: () => import('../features/breach/breach-page').then((m) => ({ Component: m.BreachPage })) },
            { path: 'approvals/:view?/:id?', lazy: () => import('../features/approval/approval-page').then((m) => ({ Component: m.ApprovalPage })) },
            { path: 'counter', lazy: () => import('../features/counter/counter-page').then((m) => ({ Component: m.CounterPage })) },
            { path: 'counter/payments/:id?', lazy: () => import('../features/counter/payments-page').then((m) => ({ Component: m.PaymentsPage })) },
            { path: 'refunds/:view?/:id?', lazy: () => import('../features/refund/refund-page').then((m) => ({ Component: m.RefundPage })) },
            { path: 'shift/:pane?/:id?', lazy: () => import('../features/shift/shift-page').then((m) => ({ Component: m.ShiftPage })) },
            { path: 'invoices/:list?', lazy: () => import('../features/invoice/invoice-page').then((m) => ({ Component: m.InvoicePage })) },
            { path: 'receipts', lazy: () => import('../features/receipt/receipt-page').then((m) => ({ Component: m.ReceiptPage })) },
            { path: 'account/:id?/:pane?/:item?', lazy: () => import('../features/account/account-page').then((m) => ({ Component: m.AccountPage })) },
            { path: 'charge-rules/:kind?', lazy: () => import('../features/charge-rule/charge-rule-page').then((m) => ({ Component: m.ChargeRulePage })) },
            { path: 'tariffs/:code?', lazy: () => import('../features/tariff/tariff-page').then((m) => ({ Component: m.TariffPage })) },
            { path: 'bill-runs/:id?', lazy: () => import('../features/bill-run/bill-run-page').then((m) => ({ Component: m.BillRunPage })) },
            { path: 'reconciliation/:pane?/:id?', lazy: () => import('../features/reconciliation/reconciliation-page').then((m) => ({ Component: m.ReconciliationPage })) },
            { path: 'reports/:pane?', lazy: () => import('../features/report/report-page').then((m) => ({ Component: m.ReportPage })) },
            { path: 'arrears/:pane?/:id?', lazy: () => import('../features/arrears/arrears-page').then((m) => ({ Component: m.ArrearsPage })) },
            { path: 'search', lazy: () => import('../features/search/search-page').then((m) => ({ Component: m.SearchPage })) },
            { path: 'duty/:pane?/:id?', lazy: () => import('../features/duty/duty-page').then((m) => ({ Component: m.DutyPage })) },
            { path: 'roster/:pane?', lazy: () => import('../features/staff/roster-page').then((m) => ({ Component: m.RosterPage })) },
            { path: 'password', lazy: () => import('../features/staff/change-password-page').then((m) => ({ Component: m.ChangePasswordPage })) },
            { path: '*', Component: PageMissing },
          ],
        },
      ],
    },
  ],
  { basename: '/console' },
);
