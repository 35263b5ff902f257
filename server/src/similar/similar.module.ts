import { Module } from '@nestjs/common';
import { CustomerModule } from '../customer/index.js';
import { RulebookModule } from '../rulebook/index.js';
import { SearchModule } from '../search/index.js';
import { TicketModule } from '../ticket/index.js';
import { SimilarService } from './similar.service.js';
import { SimilarStaffController } from './similar.staff-controller.js';

@Module({ imports: [CustomerModule, RulebookModule, SearchModule, TicketModule], controllers: [SimilarStaffController], providers: [SimilarService] })
export class SimilarModule {}
