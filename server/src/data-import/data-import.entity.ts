import type { ImportKind, ImportView } from '@shouwen/shared/contract/data-import';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** One file being brought in. Counts move on in the transaction of the rows they count, so a crash loses nothing and repeats nothing. */
@Entity('import_job')
export class ImportJob {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'varchar', length: 20 }) kind: ImportKind;
  /** As the person named it. */
  @Column({ type: 'varchar', length: 200 }) fileName: string;
  /** Where it lies until it is finished. */
  @Column({ type: 'varchar', length: 500 }) path: string;
  /** Our column name → the file's. */
  @Column({ type: 'simple-json' }) mapping: Record<string, string>;
  @Column({ type: 'varchar', length: 10 }) state: ImportView['state'];
  @Column({ type: 'integer' }) totalRows: number;
  /** Position in the sorted rows: where work goes on. */
  @Column({ type: 'integer' }) doneRows: number;
  @Column({ type: 'integer' }) createdRows: number;
  @Column({ type: 'integer' }) updatedRows: number;
  @Column({ type: 'integer' }) unchangedRows: number;
  @Column({ type: 'integer' }) faultyRows: number;
  @Column({ type: 'integer' }) billsIssued: number;
  @Column({ type: 'varchar', length: 300, nullable: true }) failure: string | null;
  @Column({ type: 'simple-json' }) firstFaults: ImportView['faults'];
  /** Null for the command line. */
  @Column({ type: 'integer', nullable: true }) startedByStaffId: number | null;
  @Column({ type: 'varchar', length: 60 }) startedBy: string;
  @Column({ type: 'datetime', precision: 3 }) startedAt: Date;
  @Column({ type: 'datetime', precision: 3 }) touchedAt: Date;
  @Column({ type: 'datetime', precision: 3, nullable: true }) finishedAt: Date | null;
}

/** What became of the good rows of one chunk. */
@Entity('import_chunk')
@Index('uq_import_chunk', ['jobId', 'position'], { unique: true })
export class ImportChunk {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) jobId: number;
  @Column({ type: 'integer' }) position: number;
  /** `17c,18n,25u`: row number and created, unchanged (n), updated. */
  @Column({ type: 'text' }) outcomes: string;
}

@Entity('import_fault')
@Index('ix_import_fault_job', ['jobId', 'rowNumber'])
export class ImportFault {
  @PrimaryGeneratedColumn({ type: 'integer' }) id: number;
  @Column({ type: 'integer' }) jobId: number;
  /** As a spreadsheet counts: the column names are row 1. */
  @Column({ type: 'integer' }) rowNumber: number;
  @Column({ type: 'varchar', length: 30 }) columnName: string;
  @Column({ type: 'varchar', length: 200 }) reason: string;
}
