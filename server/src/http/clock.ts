import { Injectable } from '@nestjs/common';

/** The one source of "now": services ask it and pass the instant on to rules. Tests put another in its place. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
