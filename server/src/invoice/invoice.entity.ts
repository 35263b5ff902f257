import type { InvoiceTitle } from '@shouwen/shared/contract/invoice';
import type { InvoiceReversal } from '@shouwen/shared/vocabulary';
import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn, type ValueTransformer } from 'typeorm';
import { bigInteger, decrypt, encrypt } from '../database/index.js';

/** A title says who pays for water where: personal data (PR-1). */
const encryptedTitle: ValueTransformer = {
  to: (title: InvoiceTitle | null | undefined) => (title === null || title === undefined ? title : encrypt(JSON.stringify(title))),
  from: (stored: string | null) => (stored === null || stored === undefined ? stored : (JSON.parse(decrypt(stored)) as InvoiceTitle)),
};

/**
 * An invoice (blue), or one that takes another back (red). It is known to the tax system by our request number, which it keeps for ever: what was
 * not answered is asked about, never requested anew. Amounts in fen, above zero on red ones too.
 */
@Entity('invoice')
@Index('uq_invoice_request_number', ['requestNumber'], { unique: true })
@Index('uq_invoice_reverses', ['reversesId'], { unique: true })
@Index('ix_invoice_payment', ['paymentId', 'id'])
@Index('ix_invoice_resident', ['residentId', 'id'])
@Index('ix_invoice_state', ['state', 'id'])
export class Invoice {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'varchar', length: 32 }) requestNumber: string;
  @Column({ type: 'varchar', length: 4 }) kind: 'blue' | 'red';
  @Column({ type: 'integer' }) paymentId: number;
  @Column({ type: 'varchar', length: 10 }) state: 'requested' | 'issued' | 'failed';
  @Column({ type: 'bigint', transformer: bigInteger }) amountFen: number;
  @Column({ type: 'text', transformer: encryptedTitle }) title: InvoiceTitle;
  /** Whose it is to see; null at a counter. */
  @Column({ type: 'integer', nullable: true }) residentId: number | null;
  /** Who asked for it at a counter. */
  @Column({ type: 'integer', nullable: true }) staffId: number | null;
  /** Blue: the red one that takes it back, or is to. */
  @Column({ type: 'integer', nullable: true }) reversedById: number | null;
  /** Blue: the one that stands in its place. */
  @Column({ type: 'integer', nullable: true }) replacedById: number | null;
  /** Red: what it takes back, and why. */
  @Column({ type: 'integer', nullable: true }) reversesId: number | null;
  @Column({ type: 'varchar', length: 12, nullable: true }) reversal: InvoiceReversal | null;
  /** Red: what is issued once it is, if anything. */
  @Column({ type: 'text', nullable: true, transformer: encryptedTitle }) replacementTitle: InvoiceTitle | null;
  @Column({ type: 'bigint', nullable: true, transformer: bigInteger }) replacementFen: number | null;
  /** Its number in the tax system. */
  @Column({ type: 'varchar', length: 40, nullable: true }) number: string | null;
  @Column({ type: 'datetime', precision: 3, nullable: true }) issuedAt: Date | null;
  @Column({ type: 'varchar', length: 220, nullable: true }) pdfPath: string | null;
  @Column({ type: 'varchar', length: 220, nullable: true }) ofdPath: string | null;
  @Column({ type: 'varchar', length: 200, nullable: true }) failure: string | null;
  /** When the tax system was first asked; null: it cannot know of it. */
  @Column({ type: 'datetime', precision: 3, nullable: true }) askedAt: Date | null;
  @Column({ type: 'datetime', precision: 3 }) createdAt: Date;
  @Column({ type: 'integer' }) version: number;
}

/** What of a payment is invoiced now: the row that two requests at once meet on. */
@Entity('invoice_cover')
export class InvoiceCover {
  @PrimaryColumn({ type: 'integer' }) paymentId: number;
  @Column({ type: 'bigint', transformer: bigInteger }) invoicedFen: number;
}

/** A title a resident wants to have at hand. */
@Entity('invoice_title')
@Index('uq_invoice_title', ['residentId', 'digest'], { unique: true })
export class InvoiceTitleRow {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) residentId: number;
  @Column({ type: 'varchar', length: 64 }) digest: string;
  @Column({ type: 'text', transformer: encryptedTitle }) title: InvoiceTitle;
  @Column({ type: 'datetime', precision: 3 }) usedAt: Date;
}

/** How the tax system classifies a kind of charge; `other` for what has no row of its own. */
@Entity('invoice_tax_item')
export class InvoiceTaxItem {
  /** A component of bills, `late-fee`, or `other`. */
  @PrimaryColumn({ type: 'varchar', length: 40 }) kind: string;
  @Column({ type: 'varchar', length: 60 }) name: string;
  @Column({ type: 'varchar', length: 19 }) taxCode: string;
  /** In 1/1000. */
  @Column({ type: 'integer' }) rate: number;
}
