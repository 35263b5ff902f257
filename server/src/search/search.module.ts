import { Module } from '@nestjs/common';
import { CustomerModule } from '../customer/index.js';
import { TicketModule } from '../ticket/index.js';
import { SearchIndex } from './search-index.js';
import { SearchIndexer } from './search-indexer.service.js';
import { SearchService } from './search.service.js';
import { SearchStaffController } from './search.staff-controller.js';

@Module({ imports: [CustomerModule, TicketModule], controllers: [SearchStaffController], providers: [SearchIndex, SearchIndexer, SearchService], exports: [SearchIndex, SearchIndexer] })
export class SearchModule {}
