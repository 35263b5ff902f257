import { Body, Controller } from '@nestjs/common';
import type { BodyOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/charge-rule';
import { Once, Route, Viewer } from '../http/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { ChargeRuleService } from './charge-rule.service.js';

@Controller()
export class ChargeRuleStaffController {
  constructor(
    private readonly rules: ChargeRuleService,
    private readonly once: Once,
  ) {}

  @ForStaff('administrator', 'finance', 'section-leader', 'company-leader')
  @Route(contract.chargeRules)
  list(@Viewer() viewer: StaffViewer): Promise<ResponseOf<typeof contract.chargeRules>> {
    return this.rules.list(viewer);
  }

  @ForStaff('administrator', 'finance')
  @Route(contract.askForChargeRule)
  ask(@Viewer() viewer: StaffViewer, @Body({ schema: contract.askForChargeRule.body }) body: BodyOf<typeof contract.askForChargeRule>): Promise<contract.ChargeRule> {
    return this.once.run((tx) => this.rules.ask(tx, viewer, body));
  }
}
