import type { BookKind, Contradiction } from '@shouwen/shared/contract/rulebook';
import { aCategoryStaysWhatItIs, everyKindCanBeReceived } from './a-category-stays-what-it-is.js';
import { aLadderClimbs } from './a-ladder-climbs.js';
import { aLimitEndsWithAChase } from './a-limit-ends-with-a-chase.js';
import { aLimitFitsItsCategory } from './a-limit-fits-its-category.js';
import { aPhraseSaysSomething } from './a-phrase-says-something.js';
import { aPublishedYearStays } from './a-published-year-stays.js';
import { aTemplateNamesKnownFields } from './a-template-names-known-fields.js';
import type { Books } from './contradiction.js';
import { everyCategoryPromisesAResolution } from './every-category-promises-a-resolution.js';
import { aHolidayEndsAfterItStarts, aMakeUpDayIsAWeekendDayOutsideHolidays } from './holidays-and-make-up-days-agree.js';
import { categoriesNamedTwice, checklistsNamedTwice, phrasesNamedTwice, proceduresNamedTwice, templatesNamedTwice } from './nothing-is-named-twice.js';
import { oneLimitForTheSameMatter } from './one-limit-for-the-same-matter.js';
import { stepsComeInTheirOrder } from './steps-come-in-their-order.js';
import { threeComplaintsWeighMore } from './three-complaints-weigh-more.js';
import { aChecklistIsForACategory, everyApplicationHasItsSteps } from './what-is-named-exists.js';

type Check = (books: Books, before: Books) => Contradiction[];

/** What must hold when a book changes. A book that others lean on is checked together with them. */
const checks: { readonly [K in BookKind]: readonly Check[] } = {
  'service-policy': [oneLimitForTheSameMatter, aLimitFitsItsCategory, everyCategoryPromisesAResolution],
  category: [
    categoriesNamedTwice, (books, before) => aCategoryStaysWhatItIs(books, before.category), everyKindCanBeReceived, everyCategoryPromisesAResolution, everyApplicationHasItsSteps,
  ],
  checklist: [checklistsNamedTwice, aChecklistIsForACategory],
  'dismissive-phrase': [phrasesNamedTwice, aPhraseSaysSomething],
  ladder: [aLadderClimbs, aLimitEndsWithAChase],
  'reply-template': [templatesNamedTwice, aTemplateNamesKnownFields],
  procedure: [proceduresNamedTwice, stepsComeInTheirOrder, everyApplicationHasItsSteps, stepsWithLimitsStay],
  consequence: [threeComplaintsWeighMore],
  'working-calendar': [aHolidayEndsAfterItStarts, aMakeUpDayIsAWeekendDayOutsideHolidays, (books, before) => aPublishedYearStays(books, before['working-calendar'])],
};

/** Where the edited book contradicts itself or another; empty when it may be published. */
export function contradictionsOfBook(kind: BookKind, books: Books, before: Books): Contradiction[] {
  return checks[kind].flatMap((check) => check(books, before));
}

/** AP-3: the rows of the time limits are another book's; here the fault is the step that is gone. */
function stepsWithLimitsStay(books: Books): Contradiction[] {
  return aLimitFitsItsCategory(books)
    .filter(({ path }) => path.endsWith('.clock'))
    .map((fault) => ({ ...fault, path: '', message: `“办理时限”第 ${Number(fault.path.split('.')[0]) + 1} 行：${fault.message}` }));
}
