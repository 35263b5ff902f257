import { useSyncExternalStore } from 'react';
import { login, webAuthorization, type ResidentSession } from '@shouwen/shared/contract/identity';
import type { StaffProfile } from '@shouwen/shared/contract/staff';
import { exchange, NoAnswer } from '@/platform/http';
import { obtainCode, signsInSilently, takeReturnedCode, via } from '@/platform/login';
import { keep, kept } from '@/platform/storage';
import { errorFrom, noNetwork } from './api-error';
import { withQuery } from './query-string';

/** Residents and the crew have separate sessions: the crew's phone may be a resident's, too. */
export type Who = 'resident' | 'crew';
interface Kept {
  token: string;
  expiresAt: string;
}
export interface CrewSession extends Kept {
  staff: StaffProfile;
}

const listeners = new Set<() => void>();
const sessions: { resident: Kept | null; crew: CrewSession | null } = { resident: kept<Kept>('resident'), crew: kept<CrewSession>('crew') };

function set<W extends Who>(who: W, session: (typeof sessions)[W]): void {
  sessions[who] = session;
  keep(who, session);
  listeners.forEach((listener) => listener());
}

export function tokenOf(who: Who): string | null {
  const session = sessions[who];
  return session && Date.parse(session.expiresAt) > Date.now() ? session.token : null;
}
export function forget(who: Who): void {
  set(who, null);
}
export function keepCrewSession(session: CrewSession): void {
  set('crew', session);
}

let signingIn: Promise<boolean> | null = null;

/**
 * Signs the resident in; calls at the same moment share one login. False when the browser is leaving for WeChat's page, or when
 * that needs a tap first (`byTap` says there was one).
 */
export function signIn({ byTap }: { byTap: boolean }): Promise<boolean> {
  signingIn ??= attempt(byTap).finally(() => {
    signingIn = null;
  });
  return signingIn;
}

async function attempt(byTap: boolean): Promise<boolean> {
  const code = takeReturnedCode() ?? (signsInSilently || byTap ? await obtainCode(authorizationUrl) : null);
  if (code === null) return false;
  const session = (await plain(login.method, login.path, { via, code })) as ResidentSession;
  set('resident', { token: session.token, expiresAt: session.expiresAt });
  return true;
}

async function authorizationUrl(returnTo: string, state: string): Promise<string> {
  const answer = await plain(webAuthorization.method, withQuery(webAuthorization.path, { returnTo, state }));
  return (answer as { url: string }).url;
}

async function plain(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown> {
  const answer = await exchange({ method, path, headers: {}, body }).catch((reason: unknown) => {
    throw reason instanceof NoAnswer ? noNetwork() : reason;
  });
  if (answer.status >= 400) throw errorFrom(answer.status, answer.data);
  return answer.data;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether resident pages may ask the server: signed in, or able to sign in without a tap. */
export function useMayAsk(): boolean {
  return useSyncExternalStore(subscribe, () => tokenOf('resident') !== null || signsInSilently);
}
export function useCrewSession(): CrewSession | null {
  return useSyncExternalStore(subscribe, () => (tokenOf('crew') === null ? null : sessions.crew));
}

/** At launch: finishes a login the browser has come back with, or signs in where that shows nothing. Pages say what went wrong when they ask. */
export async function resumeSession(): Promise<void> {
  if (tokenOf('resident') === null) await signIn({ byTap: false });
}
