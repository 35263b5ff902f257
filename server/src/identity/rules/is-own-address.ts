/** True when `address` lies on this server (`publicUrl`, an origin with an optional path): no open redirect, no foreign scheme, no user part. */
export function isOwnAddress(address: string, publicUrl: string): boolean {
  // Browsers read backslashes as slashes and drop control characters; the URL parser and they must not disagree.
  if (/[\\\s\u0000-\u001f]/.test(address) || !URL.canParse(address)) return false;
  const own = new URL(publicUrl);
  const target = new URL(address);
  if (target.origin !== own.origin || target.username !== '' || target.password !== '') return false;
  const root = own.pathname.replace(/\/*$/, '/');
  return target.pathname === root.slice(0, -1) || target.pathname.startsWith(root);
}
