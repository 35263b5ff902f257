import type { ClientPayParameters } from '@shouwen/shared/contract/payment';

/** `left`: the browser is on its way to the cashier's page. `unavailable`: this is no place where WeChat can take money. */
export type PayOutcome = 'closed' | 'cancelled' | 'left' | 'unavailable';
/**
 * Opens WeChat's cashier. The outcome proves nothing (the server asks WeChat); it only says what to show next.
 * `returnRoute` is where the stand-in cashier's page comes back to.
 */
export declare function openCashier(parameters: ClientPayParameters, options: { cashierPage: string | null; returnRoute: string }): Promise<PayOutcome>;
/** The stand-in cashier's page came back with a cancelled payment. WeChat's own says so to `openCashier`. */
export declare function cancelledAtCashier(): boolean;
