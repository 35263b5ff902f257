import { Controller, Get } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { Public } from './access.js';
import { Refusal } from './refusal.js';

@Controller()
@Public()
export class HealthController {
  constructor(private readonly dataSource: DataSource) {}

  /** The process is alive; asks nothing of anyone. */
  @Get('health')
  @ApiOperation({ summary: '存活检查' })
  health(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** Fit to serve: the database answers within two seconds. */
  @Get('ready')
  @ApiOperation({ summary: '就绪检查' })
  async ready(): Promise<{ status: 'ready' }> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Refusal('BUSY')), 2000)));
    try {
      await Promise.race([this.dataSource.query('SELECT 1'), late]);
    } catch {
      throw new Refusal('BUSY');
    } finally {
      clearTimeout(timer);
    }
    return { status: 'ready' };
  }
}
