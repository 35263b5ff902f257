import { Controller } from '@nestjs/common';
import type { ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/category';
import { Public, Route } from '../http/index.js';
import { RulebookService } from './rulebook.service.js';

@Controller()
export class CategoryController {
  constructor(private readonly rulebook: RulebookService) {}

  @Public()
  @Route(contract.categories)
  categories(): Promise<ResponseOf<typeof contract.categories>> {
    return this.rulebook.categories();
  }
}
