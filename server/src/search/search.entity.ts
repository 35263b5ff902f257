import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * The blind index (PR-1): `term` is 32 bits of the keyed hash of a word, so the table tells nothing without the key and little with it. Other
 * words may share a term; whatever is found is proven on the ticket itself.
 */
@Entity('search_term')
export class SearchTerm {
  @PrimaryColumn({ type: 'integer' }) term: number;
  @PrimaryColumn({ type: 'integer' }) ticketId: number;
}

/** How far the tickets from before the index are indexed. */
@Entity('search_build')
export class SearchBuild {
  @PrimaryColumn({ type: 'varchar', length: 20 }) name: string;
  /** Tickets with ids below this one are still to be indexed; 1: none. */
  @Column({ type: 'integer' }) below: number;
}
