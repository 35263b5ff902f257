export const via = 'h5';
/** Inside WeChat the authorisation page shows nothing; elsewhere the resident is asked first. */
export const signsInSilently = /MicroMessenger/i.test(navigator.userAgent);

const STATE = 'shouwen:sign-in-state';
const PLACE = 'shouwen:sign-in-place';

let returnedCode = readReturn();

export async function obtainCode(authorizationUrl: (returnTo: string, state: string) => Promise<string>): Promise<string | null> {
  const state = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const url = await authorizationUrl(location.origin + location.pathname, state);
  sessionStorage.setItem(STATE, state);
  sessionStorage.setItem(PLACE, location.hash);
  location.assign(url);
  return null;
}

export function takeReturnedCode(): string | null {
  const code = returnedCode;
  returnedCode = null;
  return code;
}

/**
 * Runs before the router starts: takes `?code&state` out of the address bar, so that it is neither bookmarked nor used twice,
 * and puts back the page the resident was on. A state we did not issue means someone else's login: it is dropped.
 */
function readReturn(): string | null {
  const query = new URLSearchParams(location.search);
  const code = query.get('code');
  const state = query.get('state');
  if (code === null && state === null) return null;
  const expected = sessionStorage.getItem(STATE);
  const place = sessionStorage.getItem(PLACE) ?? '';
  sessionStorage.removeItem(STATE);
  sessionStorage.removeItem(PLACE);
  history.replaceState(null, '', location.pathname + place);
  return code !== null && expected !== null && state === expected ? code : null;
}
