import { Injectable } from '@nestjs/common';
import type * as contract from '@shouwen/shared/contract/appointment';
import type { DateString } from '@shouwen/shared/value';
import { DataSource } from 'typeorm';
import { Clock, Refusal } from '../http/index.js';
import { Hall } from '../staff/index.js';
import { hallView, serviceView } from './appointment.view.js';
import { ServiceItem } from './service-item.entity.js';
import { SlotService } from './slot.service.js';

/** QU-4: services, halls, and when one can come. Nothing here is personal. */
@Injectable()
export class CatalogueService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly slotService: SlotService,
    private readonly clock: Clock,
  ) {}

  async services(): Promise<contract.ServiceItem[]> {
    const rows = await this.dataSource.manager.find(ServiceItem, { where: { active: true }, order: { position: 'ASC' } });
    return rows.map(serviceView);
  }

  async halls(): Promise<contract.HallItem[]> {
    const rows = await this.dataSource.manager.find(Hall, { order: { id: 'ASC' } });
    return rows.map(hallView);
  }

  async days(hallId: number, serviceId: number): Promise<contract.DayItem[]> {
    const service = await this.bookable(hallId, serviceId);
    const days = await this.slotService.bookableDays(hallId, service.serviceGroup, this.clock.now());
    return days.map(({ date, day }) => ({ date, open: day.open, why: day.why, free: day.slots.reduce((sum, slot) => sum + slot.free, 0) }));
  }

  async slots(hallId: number, serviceId: number, date: DateString): Promise<contract.SlotItem[]> {
    const service = await this.bookable(hallId, serviceId);
    const day = await this.slotService.bookableDay(hallId, service.serviceGroup, date, this.clock.now());
    return day.slots.map((slot) => ({ date, ...slot }));
  }

  /** The service, when it is offered and the hall exists; else `NOT_FOUND`. */
  async bookable(hallId: number, serviceId: number): Promise<ServiceItem> {
    const service = await this.dataSource.manager.findOneBy(ServiceItem, { id: serviceId, active: true });
    if (!service || !(await this.dataSource.manager.existsBy(Hall, { id: hallId }))) throw new Refusal('NOT_FOUND');
    return service;
  }
}
