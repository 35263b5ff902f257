/** Which WeChat login the codes of this platform come from. */
export declare const via: 'weapp' | 'h5';
/** Whether signing in needs no tap and does not leave the page. */
export declare const signsInSilently: boolean;
/**
 * A fresh login code, or null when the browser is leaving for WeChat's authorisation page.
 * `authorizationUrl` asks the server where that page is.
 */
export declare function obtainCode(authorizationUrl: (returnTo: string, state: string) => Promise<string>): Promise<string | null>;
/** The code WeChat's page sent the browser back with, once; null otherwise. */
export declare function takeReturnedCode(): string | null;
