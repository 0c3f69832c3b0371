import type { JsonObject } from './json-schema.js';

interface Referred {
  /** Where its list is. */
  readonly path: string;
  /** Which of its fields the reference is. */
  readonly by: string;
  /** Whether it is answered whole, and not in pages. */
  readonly isWhole?: true;
}

/** What fields refer to. */
export const REFERRED = {
  rep: { path: '/v1/reps', by: 'id' },
  pool: { path: '/v1/pools', by: 'id' },
  team: { path: '/v1/teams', by: 'id' },
  calendar: { path: '/v1/calendars', by: 'id' },
  list: { path: '/v1/lists', by: 'id' },
  recordConnector: { path: '/v1/record-connectors', by: 'id' },
  queue: { path: '/v1/queues', by: 'name' },
  reason: { path: '/v1/disposition-reasons', by: 'code' },
  region: { path: '/v1/holiday-regions', by: 'region', isWhole: true },
} satisfies Record<string, Referred>;
export type ReferenceTo = keyof typeof REFERRED;

/** By the names of fields, which mean the same wherever they stand. */
export const REFERENCES: Readonly<Record<string, ReferenceTo>> = {
  repId: 'rep',
  repIds: 'rep',
  ownerRepId: 'rep',
  ownerOfDoneRepId: 'rep',
  deciderRepId: 'rep',
  managerId: 'rep',
  queueOwnerId: 'rep',
  alertsTo: 'rep',
  poolId: 'pool',
  poolIds: 'pool',
  fallbackPoolId: 'pool',
  testPoolId: 'pool',
  teamId: 'team',
  teamIds: 'team',
  calendarId: 'calendar',
  defaultCalendarId: 'calendar',
  recordConnectorId: 'recordConnector',
  queue: 'queue',
  reason: 'reason',
  holidayRegion: 'region',
};

/** What people know something by. */
export function nameOfDocument({ name, label, code, url }: JsonObject): string {
  return String([name, label, code, url].find((each) => typeof each === 'string') ?? '');
}
