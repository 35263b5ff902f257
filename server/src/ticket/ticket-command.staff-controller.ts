import { Body, Controller, Param } from '@nestjs/common';
import type { BodyOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/ticket';
import { Clock, Once, Route, Viewer } from '../http/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import type { TicketCommand } from './rules/ticket-types.js';
import { TicketDesk } from './ticket-desk.service.js';
import { requireTicketId } from './ticket-number.js';
import { TicketService } from './ticket.service.js';

type Detail = Promise<contract.StaffTicketDetail>;

/** Every step of a ticket that staff can take, one call each. Who may do what, and when, the rules decide. */
@Controller()
@ForStaff()
export class TicketCommandStaffController {
  constructor(
    private readonly tickets: TicketService,
    private readonly desk: TicketDesk,
    private readonly once: Once,
    private readonly clock: Clock,
  ) {}

  @Route(contract.respond)
  respond(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.respond.body }) { version, ...body }: BodyOf<typeof contract.respond>): Detail {
    return this.act(viewer, number, version, { type: 'respond', ...body });
  }

  @Route(contract.transfer)
  transfer(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.transfer.body }) { version, ...body }: BodyOf<typeof contract.transfer>): Detail {
    return this.act(viewer, number, version, { type: 'transfer', ...body });
  }

  @Route(contract.requestCoordination)
  requestCoordination(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.requestCoordination.body }) { version, ...body }: BodyOf<typeof contract.requestCoordination>): Detail {
    return this.act(viewer, number, version, { type: 'request-coordination', ...body });
  }

  @Route(contract.statePosition)
  statePosition(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.statePosition.body }) { version, ...body }: BodyOf<typeof contract.statePosition>): Detail {
    return this.act(viewer, number, version, { type: 'state-position', ...body });
  }

  @Route(contract.coordinate)
  coordinate(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.coordinate.body }) { version, ...body }: BodyOf<typeof contract.coordinate>): Detail {
    return this.act(viewer, number, version, { type: 'coordinate', ...body });
  }

  @Route(contract.accept)
  accept(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.accept.body }) { version }: BodyOf<typeof contract.accept>): Detail {
    return this.act(viewer, number, version, { type: 'accept' });
  }

  @Route(contract.reject)
  reject(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.reject.body }) { version, ...body }: BodyOf<typeof contract.reject>): Detail {
    return this.act(viewer, number, version, { type: 'reject', ...body });
  }

  @Route(contract.arrive)
  arrive(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.arrive.body }) { version, ...body }: BodyOf<typeof contract.arrive>): Detail {
    return this.act(viewer, number, version, { type: 'arrive', ...body });
  }

  @Route(contract.finishPart)
  finishPart(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.finishPart.body }) { version, ...body }: BodyOf<typeof contract.finishPart>): Detail {
    return this.act(viewer, number, version, { type: 'finish-part', ...body });
  }

  @Route(contract.returnResult)
  returnResult(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.returnResult.body }) { version, ...body }: BodyOf<typeof contract.returnResult>): Detail {
    return this.act(viewer, number, version, { type: 'return', ...body });
  }

  @Route(contract.escalate)
  escalate(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.escalate.body }) { version, ...body }: BodyOf<typeof contract.escalate>): Detail {
    return this.act(viewer, number, version, { type: 'escalate', ...body });
  }

  @Route(contract.answerChase)
  answerChase(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.answerChase.body }) { version, ...body }: BodyOf<typeof contract.answerChase>): Detail {
    return this.act(viewer, number, version, { type: 'answer-chase', ...body });
  }

  @Route(contract.requestExtension)
  requestExtension(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.requestExtension.body }) { version, ...body }: BodyOf<typeof contract.requestExtension>): Detail {
    return this.act(viewer, number, version, { type: 'request-extension', ...body });
  }

  @Route(contract.decideExtension)
  decideExtension(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.decideExtension.body }) { version, ...body }: BodyOf<typeof contract.decideExtension>): Detail {
    return this.act(viewer, number, version, { type: 'decide-extension', ...body });
  }

  @Route(contract.reassign)
  reassign(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.reassign.body }) { version, ...body }: BodyOf<typeof contract.reassign>): Detail {
    return this.act(viewer, number, version, { type: 'reassign', ...body });
  }

  @Route(contract.findFault)
  findFault(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.findFault.body }) { version, ...body }: BodyOf<typeof contract.findFault>): Detail {
    return this.act(viewer, number, version, { type: 'find-fault', ...body });
  }

  @Route(contract.nameComplained)
  nameComplained(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.nameComplained.body }) { version, ...body }: BodyOf<typeof contract.nameComplained>): Detail {
    return this.act(viewer, number, version, { type: 'name-complained', ...body });
  }

  @Route(contract.assignInvestigator)
  assignInvestigator(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.assignInvestigator.body }) { version, ...body }: BodyOf<typeof contract.assignInvestigator>): Detail {
    return this.act(viewer, number, version, { type: 'assign-investigator', ...body });
  }

  @Route(contract.recordFinding)
  recordFinding(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.recordFinding.body }) { version, ...body }: BodyOf<typeof contract.recordFinding>): Detail {
    return this.act(viewer, number, version, { type: 'record-finding', ...body });
  }

  @Route(contract.conclude)
  conclude(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.conclude.body }) { version, ...body }: BodyOf<typeof contract.conclude>): Detail {
    return this.act(viewer, number, version, { type: 'conclude', ...body });
  }

  @Route(contract.recategorise)
  recategorise(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.recategorise.body }) { version, ...body }: BodyOf<typeof contract.recategorise>): Detail {
    return this.act(viewer, number, version, { type: 'recategorise', ...body });
  }

  @Route(contract.acceptApplication)
  acceptApplication(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.acceptApplication.body }) { version, ...body }: BodyOf<typeof contract.acceptApplication>): Detail {
    return this.act(viewer, number, version, { type: 'accept-application', ...body });
  }

  @Route(contract.signStep)
  signStep(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.signStep.body }) { version, ...body }: BodyOf<typeof contract.signStep>): Detail {
    return this.act(viewer, number, version, { type: 'sign-step', ...body });
  }

  @Route(contract.signComparison)
  signComparison(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.signComparison.body }) { version, ...body }: BodyOf<typeof contract.signComparison>): Detail {
    return this.act(viewer, number, version, { type: 'sign-comparison', ...body });
  }

  @Route(contract.attach)
  attach(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.attach.body }) { version, mainNumber, ...body }: BodyOf<typeof contract.attach>): Detail {
    return this.act(viewer, number, version, { type: 'attach', mainTicketId: requireTicketId(mainNumber), ...body });
  }

  @Route(contract.merge)
  merge(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.merge.body }) { version, mainNumber, ...body }: BodyOf<typeof contract.merge>): Detail {
    return this.act(viewer, number, version, { type: 'merge', mainTicketId: requireTicketId(mainNumber), ...body });
  }

  @Route(contract.detach)
  detach(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.detach.body }) { version, ...body }: BodyOf<typeof contract.detach>): Detail {
    return this.act(viewer, number, version, { type: 'detach', ...body });
  }

  @Route(contract.answer)
  answer(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.answer.body }) { version, ...body }: BodyOf<typeof contract.answer>): Detail {
    return this.act(viewer, number, version, { type: 'answer', ...body });
  }

  @Route(contract.close)
  close(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.close.body }) { version, ...body }: BodyOf<typeof contract.close>): Detail {
    return this.act(viewer, number, version, { type: 'close', ...body });
  }

  @Route(contract.reopen)
  reopen(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.reopen.body }) { version, ...body }: BodyOf<typeof contract.reopen>): Detail {
    return this.act(viewer, number, version, { type: 'reopen', ...body });
  }

  @Route(contract.note)
  note(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.note.body }) { version, ...body }: BodyOf<typeof contract.note>): Detail {
    return this.act(viewer, number, version, { type: 'note', ...body });
  }

  @Route(contract.requestMaterials)
  requestMaterials(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.requestMaterials.body }) { version, ...body }: BodyOf<typeof contract.requestMaterials>): Detail {
    return this.act(viewer, number, version, { type: 'request-materials', ...body });
  }

  @Route(contract.confirmMaterials)
  confirmMaterials(@Viewer() viewer: StaffViewer, @Param('number') number: string, @Body({ schema: contract.confirmMaterials.body }) { version, ...body }: BodyOf<typeof contract.confirmMaterials>): Detail {
    return this.act(viewer, number, version, { type: 'confirm-materials', ...body });
  }

  private async act(viewer: StaffViewer, number: string, version: number, command: TicketCommand): Detail {
    const ticketId = requireTicketId(number);
    const now = this.clock.now();
    return this.once.run(async (tx) => {
      const written = await this.tickets.acted(tx, ticketId, version, command, { kind: 'staff', id: viewer.id }, now);
      return this.desk.staffDetailOf(viewer, written, tx);
    });
  }
}
