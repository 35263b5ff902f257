import { useState } from 'react';
import { myBills } from '@shouwen/shared/contract/billing';
import { myAccounts } from '@shouwen/shared/contract/customer';
import type { ClientPayParameters, PaymentView } from '@shouwen/shared/contract/payment';
import { outdate, useConfiguration } from '@/api/query';
import { addressOf, replaceWith } from '@/platform/navigation';
import { openCashier } from '@/platform/pay';
import { routes } from '@/routes';

/**
 * From an order to WeChat's cashier, and on to the page that waits for the result. `unavailable`: WeChat cannot take money here. `relativeTicket` goes along
 * when somebody else's account is paid, so that whoever backs out need not prove it again; it serves its resident alone, for half an hour.
 */
export function useCashier() {
  const configuration = useConfiguration();
  const [unavailable, setUnavailable] = useState(false);
  const go = async ({ payment, clientParameters }: { payment: Pick<PaymentView, 'id'>; clientParameters: ClientPayParameters }, relativeTicket?: string) => {
    outdate(myBills, myAccounts);
    setUnavailable(false);
    const returnRoute = addressOf(routes.payResult, { id: payment.id, relativeTicket });
    const outcome = await openCashier(clientParameters, { cashierPage: configuration?.cashierPage ?? null, returnRoute });
    if (outcome === 'unavailable') setUnavailable(true);
    else if (outcome !== 'left') replaceWith(routes.payResult, { id: payment.id, relativeTicket, cancelled: outcome === 'cancelled' ? 1 : undefined });
  };
  return { go, unavailable };
}
