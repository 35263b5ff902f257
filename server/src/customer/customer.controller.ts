import { Body, Controller, Param, ParseIntPipe } from '@nestjs/common';
import type { BodyOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/customer';
import { Route, Viewer } from '../http/index.js';
import { ForResident, type ResidentViewer } from '../identity/index.js';
import { BindingService } from './binding.service.js';
import { CustomerService } from './customer.service.js';

@ForResident()
@Controller()
export class CustomerController {
  constructor(
    private readonly bindings: BindingService,
    private readonly customers: CustomerService,
  ) {}

  @Route(contract.checkBinding)
  check(@Viewer() viewer: ResidentViewer, @Body({ schema: contract.checkBinding.body }) body: BodyOf<typeof contract.checkBinding>): Promise<ResponseOf<typeof contract.checkBinding>> {
    return this.bindings.check(viewer.id, body);
  }

  @Route(contract.confirmBinding)
  confirm(@Viewer() viewer: ResidentViewer, @Body({ schema: contract.confirmBinding.body }) body: BodyOf<typeof contract.confirmBinding>): Promise<contract.BoundAccount> {
    return this.bindings.confirm(viewer.id, body.ticket);
  }

  @Route(contract.unbind)
  async unbind(@Viewer() viewer: ResidentViewer, @Param('id', ParseIntPipe) accountId: number): Promise<{ done: true }> {
    await this.bindings.unbind(viewer.id, accountId);
    return { done: true };
  }

  @Route(contract.myAccounts)
  async mine(@Viewer() viewer: ResidentViewer): Promise<ResponseOf<typeof contract.myAccounts>> {
    return { items: await this.customers.boundAccounts(viewer.id) };
  }
}
