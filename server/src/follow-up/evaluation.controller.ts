import { Body, Controller, Param, ParseIntPipe, Query, Res } from '@nestjs/common';
import { type BodyOf, pathOf, type QueryOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/follow-up';
import type { FastifyReply } from 'fastify';
import { Public, Route } from '../http/index.js';
import { evaluationPage } from './evaluation-page.js';
import { EvaluationService } from './evaluation.service.js';

type Link = QueryOf<typeof contract.evaluatePage>;

/** FU-2: open to whoever holds the link, for one rating. */
@Controller()
@Public()
export class EvaluationController {
  constructor(private readonly evaluations: EvaluationService) {}

  @Route(contract.evaluatePage)
  async page(@Param('id', ParseIntPipe) id: number, @Query({ schema: contract.evaluatePage.query }) link: Link, @Res() reply: FastifyReply): Promise<void> {
    send(reply, evaluationPage(await this.evaluations.sheet(id, link), false, addressOf(id, link)));
  }

  @Route(contract.evaluate)
  async evaluate(
    @Param('id', ParseIntPipe) id: number, @Query({ schema: contract.evaluate.query }) link: Link, @Body({ schema: contract.evaluate.body }) { stars }: BodyOf<typeof contract.evaluate>, @Res() reply: FastifyReply,
  ): Promise<void> {
    const counted = await this.evaluations.rate(id, link, stars);
    send(reply, evaluationPage(await this.evaluations.sheet(id, link), counted, addressOf(id, link)));
  }
}

const addressOf = (id: number, { expires, signature }: Link) => `${pathOf(contract.evaluatePage, { id })}?expires=${expires}&signature=${encodeURIComponent(signature)}`;

function send(reply: FastifyReply, html: string): void {
  void reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(html);
}
