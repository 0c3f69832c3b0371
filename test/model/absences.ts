import type { Act } from './story.js';
import type { Stretch } from './working-hours.js';

export interface Absence extends Stretch {
  readonly rep: number;
  readonly openLeads: string;
  readonly startsAt: number;
  looksAt: number | null;
}

export function absenceFrom({ rep, inMs, ms, openLeads }: Extract<Act, { do: 'away' }>, now: number): Absence {
  const from = now + inMs;
  const startsAt = Math.max(from, now);
  return { rep, openLeads, from, to: startsAt + ms, startsAt, looksAt: startsAt };
}
