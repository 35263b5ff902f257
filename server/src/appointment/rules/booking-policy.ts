/** Numbers of QU-1 as a hall may set them. */
export interface BookingPolicy {
  /** The last day that can be booked is so many days after today. */
  readonly daysAhead: number;
  readonly checkInMinutesBefore: number;
}

/** What holds where a hall has set nothing else. */
export const DEFAULT_BOOKING_POLICY: BookingPolicy = { daysAhead: 14, checkInMinutesBefore: 60 };
