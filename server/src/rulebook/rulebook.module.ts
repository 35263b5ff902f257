import { Module } from '@nestjs/common';
import { RuleBook } from './rule-book.js';

@Module({ providers: [RuleBook], exports: [RuleBook] })
export class RulebookModule {}
