import type { ComponentType } from 'react';
import { CalendarMonth } from './calendars/calendar-month.js';
import { PolicyStrip } from './policies/policy-strip.js';
import { PoolNow } from './pools/pool-now.js';
import { TryLead } from './routing/try-lead.js';
import type { JsonObject } from './schema/json-schema.js';

export interface AsideProps {
  /** As it would be saved. */
  readonly draft: JsonObject;
  /** Null for one that is not saved yet, and for what there is one of. */
  readonly id: string | null;
}

/** What is shown beside an editor, by the code of its kind. */
export const ASIDES: Readonly<Record<string, ComponentType<AsideProps>>> = {
  routing: TryLead,
  pools: PoolNow,
  policies: PolicyStrip,
  calendars: CalendarMonth,
};
