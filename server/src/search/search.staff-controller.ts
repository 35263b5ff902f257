import { Controller, Query } from '@nestjs/common';
import type { QueryOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/search';
import { Route, Viewer } from '../http/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { SearchService } from './search.service.js';

@Controller()
@ForStaff()
export class SearchStaffController {
  constructor(private readonly searches: SearchService) {}

  @Route(contract.searchTickets)
  search(@Viewer() viewer: StaffViewer, @Query({ schema: contract.searchTickets.query }) query: QueryOf<typeof contract.searchTickets>): Promise<contract.SearchPage> {
    return this.searches.search(viewer, query);
  }
}
