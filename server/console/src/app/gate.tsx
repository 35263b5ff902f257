import { Spin } from 'antd';
import { lazy, Suspense } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';
import { StaffContext, useSession } from '../session/session';
import { ErrorState } from '../ui/state';

const ChangePasswordPage = lazy(() => import('../features/staff/change-password-page').then((m) => ({ default: m.ChangePasswordPage })));

/** Nobody passes unsigned; the address they wanted is kept for after the login. */
export function Gate() {
  const session = useSession();
  const location = useLocation();
  if (session.isPending) return <div style={{ display: 'grid', placeItems: 'center', height: '100%' }}><Spin /></div>;
  // A password that the administrator gave opens nothing but the page to choose another.
  if (session.data?.mustChangePassword) return <StaffContext value={session.data}><Suspense><ChangePasswordPage /></Suspense></StaffContext>;
  if (session.data) return <StaffContext value={session.data}><Outlet /></StaffContext>;
  if (session.isError) return <ErrorState error={session.error} onRetry={() => void session.refetch()} />;
  const wanted = location.pathname + location.search;
  return <Navigate to={wanted === '/' ? '/login' : `/login?next=${encodeURIComponent(wanted)}`} replace />;
}
