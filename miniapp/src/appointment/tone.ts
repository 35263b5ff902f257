import type { AppointmentState } from '@shouwen/shared/vocabulary';
import type { Tone } from '@/ui/card';

export const toneOf: Record<AppointmentState, Tone> = { booked: 'water', 'checked-in': 'good', called: 'good', finished: 'plain', cancelled: 'plain', missed: 'warn' };
