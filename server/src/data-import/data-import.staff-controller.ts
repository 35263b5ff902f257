import { Readable } from 'node:stream';
import { Controller, Param, ParseIntPipe, Query, Req, Res } from '@nestjs/common';
import type { QueryOf, ResponseOf } from '@shouwen/shared/contract';
import * as contract from '@shouwen/shared/contract/data-import';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal, Route, Viewer } from '../http/index.js';
import { ForStaff, type StaffViewer } from '../staff/index.js';
import { DataImportService } from './data-import.service.js';
import { byteOrderMark, csvLine } from './result-file.js';
import { columnsOf } from './rules/columns.js';

/** Larger than photos may be elsewhere. */
const fileSize = 50 * 1024 * 1024;

@ForStaff('administrator')
@Controller()
export class DataImportStaffController {
  constructor(private readonly imports: DataImportService) {}

  @Route(contract.startImport)
  async start(@Viewer() viewer: StaffViewer, @Req() request: FastifyRequest): Promise<contract.ImportView> {
    if (!request.isMultipart()) throw new Refusal('INVALID_INPUT', { message: '请选择要导入的文件' });
    return this.imports.start(request.parts({ limits: { fileSize, files: 1, fields: 5 } }), viewer);
  }

  @Route(contract.imports)
  async list(): Promise<ResponseOf<typeof contract.imports>> {
    return { items: await this.imports.list() };
  }

  @Route(contract.importStatus)
  status(@Param('id', ParseIntPipe) id: number): Promise<contract.ImportView> {
    return this.imports.status(id);
  }

  @Route(contract.importResult)
  async result(@Param('id', ParseIntPipe) id: number, @Res() reply: FastifyReply): Promise<void> {
    const { name, content } = await this.imports.result(id);
    await asCsv(reply, name).send(Readable.from(content));
  }

  @Route(contract.importTemplate)
  async template(@Query({ schema: contract.importTemplate.query }) query: QueryOf<typeof contract.importTemplate>, @Res() reply: FastifyReply): Promise<void> {
    const columns = columnsOf[query.kind];
    const name = query.kind === 'accounts' ? '户表模板.csv' : query.kind === 'payments' ? '历史缴费模板.csv' : query.kind === 'meter-readings' ? '待出账抄表模板.csv' : '抄表模板.csv';
    await asCsv(reply, name).send(byteOrderMark + csvLine(columns.map((column) => column.name)) + csvLine(columns.map((column) => column.example)));
  }
}

const asCsv = (reply: FastifyReply, name: string) =>
  reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`).header('cache-control', 'no-store');
