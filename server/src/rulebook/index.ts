export { BookEdition } from './book-edition.entity.js';
export { RuleBook, type Edition, type Frozen } from './rule-book.js';
export { RulebookModule } from './rulebook.module.js';
export { RulebookService, type PublicationHandler } from './rulebook.service.js';
