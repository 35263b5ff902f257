import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Refusal } from '../http/index.js';
import { Department, type StaffViewer } from '../staff/index.js';
import { putsBillsRight } from './rules/who-puts-bills-right.js';

/** Who may put right what bills rest on, and ask for bills to be changed (PY-9). */
@Injectable()
export class Correctors {
  constructor(private readonly dataSource: DataSource) {}

  /** Refuses `FORBIDDEN`. */
  async require({ roles, departmentId }: StaffViewer): Promise<void> {
    const section = departmentId === null ? null : await this.dataSource.manager.findOneBy(Department, { id: departmentId });
    if (!putsBillsRight(roles, section?.kinds ?? [])) throw new Refusal('FORBIDDEN', { rule: 'PY-9', message: '更正抄表、用水条件和账单，由营业厅、财务或承办账单与用水申请的部门办理' });
  }
}
