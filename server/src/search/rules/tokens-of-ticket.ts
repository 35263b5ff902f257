import { plainPhoneNumber } from '@shouwen/shared/value';
import type { TicketEventType } from '@shouwen/shared/vocabulary';
import type { PersonalWords } from './match-ticket.js';
import { nameKeys } from './name-keys.js';
import { tokensOfText } from './tokens-of-text.js';

/** The beginning of a long text says what it is about; the rest would only swell the index. */
const TEXT_LENGTH = 100;
const LAST_DIGITS = 4;

/** Whose words a ticket is also found by. */
const SEARCHED_EVENTS: readonly TicketEventType[] = ['answered', 'returned', 'noted'];
export const isSearchedText = (type: TicketEventType): boolean => SEARCHED_EVENTS.includes(type);

/** What a new ticket is found by. */
export function tokensOfTicket(ticket: { title: string; description: string; personal: PersonalWords }): Set<string> {
  const { address, landmark, contactName, nameSyllables, contactPhone, accountNumber } = ticket.personal;
  const tokens = new Set<string>();
  const add = (all: Iterable<string>) => { for (const token of all) tokens.add(token); };
  for (const text of [ticket.title, address, landmark, contactName]) add(tokensOfText(text));
  add(tokensOfSaid(ticket.description));
  add(nameKeys(nameSyllables));
  const phone = plainPhoneNumber(contactPhone);
  if (phone !== '') add([phone, phone.slice(-LAST_DIGITS)]);
  if (accountNumber !== '') add([accountNumber]);
  return tokens;
}

/** What somebody wrote on a ticket adds. */
export function tokensOfSaid(text: string): Set<string> {
  return tokensOfText([...text].slice(0, TEXT_LENGTH).join(''));
}
