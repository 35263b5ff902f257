import { Module } from '@nestjs/common';
import { CategoryController } from './category.controller.js';
import { RuleBook } from './rule-book.js';
import { RulebookService } from './rulebook.service.js';
import { RulebookStaffController } from './rulebook.staff-controller.js';

@Module({ controllers: [CategoryController, RulebookStaffController], providers: [RuleBook, RulebookService], exports: [RuleBook, RulebookService] })
export class RulebookModule {}
