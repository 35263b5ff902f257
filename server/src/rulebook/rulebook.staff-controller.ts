import { Body, Controller, Param, ParseIntPipe, Query } from '@nestjs/common';
import type { BodyOf, QueryOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/rulebook';
import { Refusal, Route, Viewer } from '../http/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { RulebookService } from './rulebook.service.js';

/** All staff may read what they work by; administrators write it. */
@Controller()
export class RulebookStaffController {
  constructor(private readonly rulebook: RulebookService) {}

  @ForStaff()
  @Route(contract.books)
  async books(): Promise<ResponseOf<typeof contract.books>> {
    return { items: await this.rulebook.list() };
  }

  @ForStaff()
  @Route(contract.currentEdition)
  current(@Param('kind') kind: string): Promise<ResponseOf<typeof contract.currentEdition>> {
    return this.rulebook.current(bookOf(kind));
  }

  @ForStaff()
  @Route(contract.editions)
  editions(@Param('kind') kind: string, @Query({ schema: contract.editions.query }) query: QueryOf<typeof contract.editions>): Promise<ResponseOf<typeof contract.editions>> {
    return this.rulebook.editions(bookOf(kind), query.cursor, query.size);
  }

  @ForStaff()
  @Route(contract.oneEdition)
  one(@Param('kind') kind: string, @Param('edition', ParseIntPipe) edition: number): Promise<ResponseOf<typeof contract.oneEdition>> {
    return this.rulebook.one(bookOf(kind), edition);
  }

  @ForStaff('administrator')
  @Route(contract.checkEdition)
  check(@Param('kind') kind: string, @Body({ schema: contract.checkEdition.body }) body: BodyOf<typeof contract.checkEdition>): Promise<ResponseOf<typeof contract.checkEdition>> {
    return this.rulebook.check(bookOf(kind), body.basedOn, body.content);
  }

  @ForStaff('administrator')
  @Route(contract.publishEdition)
  publish(
    @Viewer() viewer: StaffViewer,
    @Param('kind') kind: string,
    @Body({ schema: contract.publishEdition.body }) body: BodyOf<typeof contract.publishEdition>,
  ): Promise<ResponseOf<typeof contract.publishEdition>> {
    return this.rulebook.publish(bookOf(kind), body.basedOn, body.content, body.reason, viewer);
  }
}

function bookOf(kind: string): contract.BookKind {
  const known = contract.bookKinds.find((book) => book === kind);
  if (!known) throw new Refusal('NOT_FOUND');
  return known;
}
