import { Controller, Param, Query } from '@nestjs/common';
import type { QueryOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/payment';
import { Public, Route } from '../http/index.js';
import { ReceiptChecks } from './receipt-check.service.js';

/** Behind links that carry their own permission: whoever is shown a receipt has no session here. */
@Public()
@Controller()
export class ReceiptCheckController {
  constructor(private readonly checks: ReceiptChecks) {}

  @Route(contract.checkReceipt)
  check(@Param('number') number: string, @Query({ schema: contract.checkReceipt.query }) { expires, signature }: QueryOf<typeof contract.checkReceipt>): Promise<contract.ReceiptCheck> {
    return this.checks.check(number, expires, signature);
  }
}
