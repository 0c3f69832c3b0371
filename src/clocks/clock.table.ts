import { code, instant, int, table, text, uuid } from '../platform/table.js';
import type { Basis } from '../sla/policy.js';
import { subjectFields } from '../vocabulary/subject.table.js';
import type { ClockKind, ClockState } from './clock.js';
import type { PauseKind } from './pause.js';

/** Everything that happens at an instant. */
export const CLOCK = table('clock', 'leads', {
  ...subjectFields,
  id: uuid(),
  kind: code<ClockKind>(),
  /** The owner it holds to account; null for the subject's own clocks. */
  repId: uuid().nullable().named('owner_id'),
  assignmentId: uuid().nullable(),
  cycle: int().nullable(),
  policyId: uuid().nullable(),
  policyVersion: int().nullable(),
  state: code<ClockState>(),
  startedAt: instant(),
  /** Of a cadence, or of the receivers or questions of a handoff, from 1 (0: of its giver); null for what is none of them. */
  step: int().nullable(),
  /** The duration as written after which its window opens; null where it is open from the start. */
  wait: text().nullable().harmless(),
  /** When that is; null with `wait`, and where the calendar has no such moment within reach. */
  opensAt: instant().nullable(),
  /** The duration as written; null where the clock only measures. */
  target: text().nullable().harmless(),
  basis: code<Basis>().nullable(),
  calendarId: uuid().nullable(),
  calendarVersion: int().nullable(),
  timeZone: text().nullable().harmless(),
  /** How its lead may be contacted, where it counts only in hours for that: as `writeReach` wrote it. */
  reach: text().nullable().personal(),
  dueAt: instant().nullable(),
  /** The next moment at which anything happens to it; null: nothing will. */
  nextAt: instant().nullable(),
  /** The hold for whose end something of it waits; null where nothing does. */
  heldBy: uuid().nullable(),
  /** While it runs, the number of warnings given; once breached, the actions taken: a bit for each, by its place in the policy. */
  progress: int().default('0'),
  /** Since when it stands still; null while it ticks. */
  pausedAt: instant().nullable(),
  /** Until when, where that is known; of one that ticks, since when, as long as a hold keeps its owner from being told. */
  resumesAt: instant().nullable(),
  /** When its owner said that they know of it; null where nobody did. */
  acknowledgedAt: instant().nullable(),
  /** From when to when it is not due: a change would have made it due without a word to its owner. Null where none did. */
  graceFrom: instant().nullable(),
  graceAt: instant().nullable(),
  /** What had changed. */
  graceWhy: text().nullable().harmless(),
  /** The revision of the configuration by which it was planned: where its hours have changed since, it is outdated. */
  plannedRevision: int().default('0'),
  metAt: instant().nullable(),
  breachedAt: instant().nullable(),
  /** When the miss was enforced that was struck last; the clock may have run again since. */
  struckBreachAt: instant().nullable().named('struck_miss_at'),
  /** In the words of whoever struck it; null where nobody said. */
  strikeReason: text().nullable().personal(),
  endedAt: instant().nullable(),
  endReason: text().nullable().harmless(),
  /** Of a clock of a rep: whose it is, and of which absence. */
  timedRepId: uuid().nullable().named('rep_id'),
  absenceId: uuid().nullable(),
  /** What becomes of the leads of a rep who has left. */
  openLeads: text().nullable().harmless(),
});

/** A stretch of time in which promises about a subject stand still. */
export const PAUSE = table('pause', 'leads', {
  ...subjectFields,
  id: uuid(),
  cycle: int(),
  kind: code<PauseKind>(),
  fromAt: instant(),
  /** Null: until the condition ends. */
  untilAt: instant().nullable(),
  actorType: code<'key' | 'rep'>().nullable(),
  actorId: uuid().nullable(),
  /** In words of their own. */
  reason: text().nullable().personal(),
});
