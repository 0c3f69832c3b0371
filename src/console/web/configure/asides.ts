import type { ComponentType } from 'react';
import { CalendarMonth } from './calendars/calendar-month.js';
import { DestinationNow } from './destinations/destination-now.js';
import { PolicyStrip } from './policies/policy-strip.js';
import { PoolNow } from './pools/pool-now.js';
import { TryLead } from './routing/try-lead.js';
import type { JsonObject } from './schema/json-schema.js';

export interface AsideProps {
  /** The document as it would be saved. */
  readonly draft: JsonObject;
  /** Null for a new document, and for kinds with a single document. */
  readonly id: string | null;
}

/** Panels beside the editor, by the code of the kind. */
export const ASIDES: Readonly<Record<string, ComponentType<AsideProps>>> = {
  routing: TryLead,
  pools: PoolNow,
  policies: PolicyStrip,
  calendars: CalendarMonth,
  destinations: DestinationNow,
};
