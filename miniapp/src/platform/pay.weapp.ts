import Taro from '@tarojs/taro';
import type { ClientPayParameters } from '@shouwen/shared/contract/payment';
import type { PayOutcome } from './pay';

export async function openCashier(parameters: ClientPayParameters): Promise<PayOutcome> {
  try {
    await Taro.requestPayment(parameters);
    return 'closed';
  } catch (reason) {
    return /cancel/.test((reason as { errMsg?: string }).errMsg ?? '') ? 'cancelled' : 'unavailable';
  }
}

export const cancelledAtCashier = (): boolean => false;
