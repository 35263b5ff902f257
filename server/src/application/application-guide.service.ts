import { Injectable } from '@nestjs/common';
import type { ApplicationGuide, TriageSuggestion } from '@shouwen/shared/contract/application';
import { applicationForms } from '@shouwen/shared/contract/application-form';
import type { BookContent } from '@shouwen/shared/contract/rulebook';
import { limitUnitLabels } from '@shouwen/shared/contract/rulebook';
import { type ApplicationCategory, type ApplicationStep, applicationSteps, clockLabels, isApplicationCategory } from '@shouwen/shared/vocabulary';
import { DataSource, type EntityManager } from 'typeorm';
import { type Frozen, RuleBook } from '../rulebook/index.js';
import { meantBy } from './rules/plain-words-name-the-service.js';

const SUGGESTIONS = 3;
type Books = { [K in 'category' | 'checklist' | 'procedure' | 'service-policy']: Frozen<BookContent[K]> };

/** AP-1: what can be applied for, what to bring, and which of it somebody's own words mean. */
@Injectable()
export class ApplicationGuideService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ruleBook: RuleBook,
  ) {}

  /** At most three, the likeliest first; none when the words could mean anything. */
  async triage(words: string): Promise<TriageSuggestion[]> {
    const books = await this.books(this.dataSource.manager);
    const active = books.category.filter((category) => category.active);
    return meantBy(words, active, { most: SUGGESTIONS, favour: ({ kind }) => kind === 'application' }).map(({ named: { code, kind, label }, because }) => ({
      category: code, kind, label, because: [...because], guide: isApplicationCategory(code) ? guideOf(code, books) : null,
    }));
  }

  /** Those that can be applied for today, in the company's order. */
  async guides(): Promise<ApplicationGuide[]> {
    const books = await this.books(this.dataSource.manager);
    return books.category.flatMap(({ code, active }) => (active && isApplicationCategory(code) ? [guideOf(code, books)] : []));
  }

  async guide(category: ApplicationCategory, manager: EntityManager): Promise<ApplicationGuide> {
    return guideOf(category, await this.books(manager));
  }

  private async books(manager: EntityManager): Promise<Books> {
    const current = await this.ruleBook.currents(manager, ['category', 'checklist', 'procedure', 'service-policy']);
    return { category: current.category.content, checklist: current.checklist.content, procedure: current.procedure.content, 'service-policy': current['service-policy'].content };
  }
}

function guideOf(category: ApplicationCategory, books: Books): ApplicationGuide {
  const steps = books.procedure.find((procedure) => procedure.category === category)?.steps ?? [];
  return {
    category, label: books.category.find(({ code }) => code === category)?.label ?? category, about: applicationForms[category].about,
    materials: (books.checklist.find((list) => list.category === category)?.items ?? []).map((item) => ({ ...item })),
    steps: steps.map((step) => ({ step, label: clockLabels[step] })),
    limits: limitsOf(category, steps, books['service-policy']),
  };
}

/** The promises in words: each step's own limit, and that of the whole. */
function limitsOf(category: ApplicationCategory, steps: readonly ApplicationStep[], policies: Books['service-policy']): string[] {
  const isStep = (clock: string): clock is ApplicationStep => (applicationSteps as readonly string[]).includes(clock);
  const promised = (['resolution', ...steps] as const).flatMap((clock) => {
    // What is said of this category goes before what is said of all applications.
    const row = policies.find((p) => p.clock === clock && p.category === category) ?? policies.find((p) => p.clock === clock && p.category === null && p.kind === 'application' && p.source === null && p.zone === null);
    return row ? [{ clock, row }] : [];
  });
  const ordered = [...promised.filter(({ clock }) => isStep(clock)), ...promised.filter(({ clock }) => !isStep(clock))];
  return ordered.map(({ clock, row }) => `${clockLabels[clock]}：${row.unit === 'same-day' ? '' : `${row.n} `}${limitUnitLabels[row.unit]}`);
}
