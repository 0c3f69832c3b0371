import { alwaysOpen, type WorkingTime } from '../../src/calendar/working-time.js';
import { Directory, type DirectoryContent } from '../../src/directory/directory.js';
import type { SourceRow } from '../../src/routing/sources/source.table.js';
import { Sources } from '../../src/routing/sources/sources.js';
import { readingSettings } from '../support/reading-settings.js';

interface Named {
  readonly id: string;
  readonly name: string;
  readonly managerId?: string;
  readonly calendarId?: string;
}

interface NamedRep extends Named {
  readonly active?: boolean;
  readonly available?: boolean;
  readonly unavailableUntil?: number | null;
}

interface NamedTeam extends Named {
  readonly repIds: readonly string[];
}

interface Absence {
  readonly fromAt: number;
  readonly toAt: number;
  readonly coverRepId?: string | null;
}

interface Facts {
  /** Active and available by default. */
  readonly reps?: readonly NamedRep[];
  readonly teams?: readonly NamedTeam[];
  readonly absences?: Readonly<Record<string, readonly Absence[]>>;
  readonly pools?: readonly Named[];
  readonly queues?: readonly (Named & { readonly ownerRepId?: string })[];
  readonly sources?: readonly {
    readonly id: string;
    readonly code: string;
    readonly label?: string;
    readonly aliases: readonly string[];
  }[];
  readonly calendars?: readonly Named[];
  readonly queueOwnerId?: string;
  readonly fallbackPoolId?: string;
  readonly defaultCountry?: string;
  /** Working hours by calendar id, in addition to the default calendar, which never closes. */
  readonly hours?: Readonly<Record<string, WorkingTime>>;
  readonly rules?: DirectoryContent['rulebook']['rules'];
  readonly policies?: DirectoryContent['policies'];
  readonly reasons?: readonly { readonly code: string; readonly label: string }[];
  readonly holds?: DirectoryContent['holds'];
  readonly revision?: number;
  /** The revision at which the hours of a calendar, rep or pool last changed, by its id. */
  readonly hoursChanges?: Readonly<Record<string, number>>;
}

const UNLIMITED = { active: true, available: true, unavailableUntil: null, timeZone: null, skills: {}, capacity: {} };

export function aDirectory(facts: Facts = {}): Directory {
  const byId = (things: readonly Named[] = []) => new Map(things.map((thing) => [thing.id, thing]));
  const hours: Facts['hours'] = { default: alwaysOpen, ...facts.hours };
  const content = {
    readAs: { revision: facts.revision ?? 1, madeBy: '1', server: '' },
    settings: {
      stormBreaker: null,
      silence: { alarm: true, hold: false, after: 'PT30M' },
      alertsTo: [],
      ...readingSettings(facts.defaultCountry),
      duplicates: 'separate',
      backdating: { rep: 'PT15M', integration: 'P7D' },
      timeZone: 'UTC',
      contactHours: {},
      repBlocksFor: 'P180D',
      renewalLead: 'P120D',
      termAtWin: 'optional',
      defaultCalendarId: 'default',
    },
    calendars: new Map<string, object>([
      ...Object.keys(hours).map((id) => [id, { id, version: 1, timeZone: 'UTC' }] as const),
      ...byId(facts.calendars),
    ]),
    reps: byId(facts.reps?.map((rep) => ({ ...UNLIMITED, ...rep }))),
    absencesByRep: new Map(Object.entries(facts.absences ?? {})),
    pools: byId(facts.pools),
    queues: byId(facts.queues),
    sources: new Sources((facts.sources ?? []) as unknown as SourceRow[]),
    teams: facts.teams ?? [],
    rulebook: {
      rules: facts.rules ?? [],
      fallbackPoolId: facts.fallbackPoolId ?? null,
      queueOwnerId: facts.queueOwnerId ?? null,
    },
    policies: facts.policies ?? [],
    reasons: facts.reasons ?? [],
    lists: new Map(),
    holds: facts.holds ?? [],
    hoursChanges: new Map(Object.entries(facts.hoursChanges ?? {})),
    formerNames: new Map(),
  };
  return new Directory(content as unknown as DirectoryContent, ({ id }) => hours[id]!);
}
