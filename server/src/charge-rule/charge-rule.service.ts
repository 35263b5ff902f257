import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BodyOf } from '@shouwen/shared/contract';
import type * as contract from '@shouwen/shared/contract/charge-rule';
import { type DateString, shanghaiDate } from '@shouwen/shared/value';
import { chargeRuleFaults, chargeRuleFields, chargeRuleInWords, chargeRuleKinds, chargeRuleLabels, type ChargeRuleKind, type ChargeRuleValues } from '@shouwen/shared/vocabulary';
import { DataSource, type EntityManager, In } from 'typeorm';
import { Approval, type ApprovalRequest, ApprovalService, holds, requestOf } from '../approval/index.js';
import { rowsById } from '../database/index.js';
import { Clock, Refusal } from '../http/index.js';
import { Staff, type StaffViewer } from '../staff/index.js';
import { ChargeRuleChange } from './charge-rule.entity.js';
import { type DatedValues, RuleTables } from './rule-tables.js';

const KIND = 'charge-rule';
/** An approval is about a number: a rule's place in the list, counted from 1. At most one change of a rule is asked for at a time. */
const subjectOf = (kind: ChargeRuleKind) => chargeRuleKinds.indexOf(kind) + 1;

/** PY-9, PR-2: rules about money by dated versions. A version is added from tomorrow on at the earliest, by two people, and never changed. */
@Injectable()
export class ChargeRuleService implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly approvals: ApprovalService,
    private readonly tables: RuleTables,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.approvals.handle(KIND, {
      mayDecide: (viewer, request) => holds(['finance', 'section-leader', 'company-leader'], viewer, request),
      apply: async (tx, request, decider, now) => {
        const { kind, fromOn, values } = wantedBy(request);
        await this.refuse(tx, kind, fromOn, values, now);
        await this.tables.publish(tx, kind, { fromOn, values }, request.reason);
        await tx.insert(ChargeRuleChange, { kind, fromOn, askedById: request.requestedById, approvedById: decider.id, basis: request.reason, at: now });
      },
      describe: async (manager, request) => {
        const { kind, fromOn, values } = wantedBy(request);
        const before = (await this.tables.versions(manager, kind)).find((version) => version.fromOn < fromOn);
        const changed = chargeRuleFields[kind].flatMap((field) => {
          const [was, is] = [before?.values[field.name] ?? null, values[field.name] ?? null];
          return was === is ? [] : [`${field.label}：由 ${chargeRuleInWords(field, was)} 改为 ${chargeRuleInWords(field, is)}`];
        });
        return { subject: `${chargeRuleLabels[kind]}，${fromOn} 起`, effects: changed.length > 0 ? changed : ['各项与现在相同'], address: `/charge-rules/${kind}` };
      },
    });
  }

  async list(viewer: StaffViewer): Promise<{ items: contract.ChargeRule[]; mayAsk: boolean }> {
    const { manager } = this.dataSource;
    return { items: await this.views(manager, chargeRuleKinds), mayAsk: viewer.roles.some((role) => role === 'administrator' || role === 'finance') };
  }

  /** Refuses as the contract says. */
  async ask(tx: EntityManager, viewer: StaffViewer, { kind, fromOn, values, basis }: BodyOf<typeof contract.askForChargeRule>): Promise<contract.ChargeRule> {
    const now = this.clock.now();
    await this.refuse(tx, kind, fromOn, values, now);
    await this.approvals.request(tx, { kind: KIND, subjectId: subjectOf(kind), amountFen: 0, hallId: null, reason: basis, detail: { kind, fromOn, values } }, viewer, now);
    return (await this.views(tx, [kind]))[0]!;
  }

  /** Again when it is decided: days have passed, and what is kept is held to the same bounds. */
  private async refuse(manager: EntityManager, kind: ChargeRuleKind, fromOn: DateString, values: ChargeRuleValues, now: Date): Promise<void> {
    const faults = chargeRuleFaults(kind, values);
    if (fromOn <= shanghaiDate(now)) faults.unshift({ path: 'fromOn', message: '生效日期最早为明天；今天和以前仍按原来的规则' });
    else if ((await this.tables.versions(manager, kind)).some((version) => version.fromOn === fromOn)) faults.unshift({ path: 'fromOn', message: '这一天已有一版，请换一个生效日期' });
    if (faults.length > 0) throw new Refusal('INVALID_INPUT', { rule: 'PY-9', message: faults[0]!.message, fields: faults });
  }

  private async views(manager: EntityManager, kinds: readonly ChargeRuleKind[]): Promise<contract.ChargeRule[]> {
    const changes = await manager.findBy(ChargeRuleChange, { kind: In([...kinds]) });
    const waiting = (await manager.findBy(Approval, { openKey: In(kinds.map((kind) => `${KIND}:${subjectOf(kind)}`)) })).map(requestOf);
    const staff = await rowsById(manager, Staff, [...changes.flatMap(({ askedById, approvedById }) => [askedById, approvedById]), ...waiting.map(({ requestedById }) => requestedById)]);
    const nameOf = (id: number) => staff.get(id)?.name ?? '';
    const views: contract.ChargeRule[] = [];
    for (const kind of kinds) {
      const request = waiting.find(({ subjectId }) => subjectId === subjectOf(kind));
      const wanted = request && wantedBy(request);
      views.push({
        kind,
        versions: (await this.tables.versions(manager, kind)).map(({ fromOn, values }) => {
          const change = changes.find((one) => one.kind === kind && one.fromOn === fromOn);
          return { fromOn, values, change: change ? { askedBy: nameOf(change.askedById), approvedBy: nameOf(change.approvedById), basis: change.basis, at: change.at.toISOString() } : null };
        }),
        waiting: request && wanted ? { approvalId: request.id, fromOn: wanted.fromOn, values: wanted.values, askedBy: nameOf(request.requestedById) } : null,
      });
    }
    return views;
  }
}

const wantedBy = ({ detail }: ApprovalRequest) => detail as unknown as DatedValues & { kind: ChargeRuleKind };
