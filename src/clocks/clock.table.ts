import type { CallerType } from '../platform/actor.js';
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
  /** The rep who owes it; null for the company's promises. */
  repId: uuid().nullable().named('owner_id'),
  assignmentId: uuid().nullable(),
  cycle: int().nullable(),
  policyId: uuid().nullable(),
  policyVersion: int().nullable(),
  state: code<ClockState>(),
  startedAt: instant(),
  /**
   * The number of the step of a cadence, or of the receiver or question of a handoff, from 1 (0: the giver); null for
   * others.
   */
  step: int().nullable(),
  /** The duration, as written, after which its window opens; null if it is open from the start. */
  wait: text().nullable().harmless(),
  /** When the window opens; null without `wait`, and if the calendar has no such moment within reach. */
  opensAt: instant().nullable(),
  /** The duration as written; null for a clock that only measures. */
  target: text().nullable().harmless(),
  basis: code<Basis>().nullable(),
  calendarId: uuid().nullable(),
  calendarVersion: int().nullable(),
  timeZone: text().nullable().harmless(),
  /** How the lead may be contacted, if the clock counts only in such hours: as `writeReach` writes it. */
  reach: text().nullable().personal(),
  dueAt: instant().nullable(),
  /** The next instant at which anything happens to it; null if nothing will. */
  nextAt: instant().nullable(),
  /** The hold that something of it waits for; null if nothing does. */
  heldBy: uuid().nullable(),
  /**
   * While it runs, the number of warnings given. Once breached, a bit for each action taken, by its place in the
   * policy.
   */
  progress: int().default('0'),
  /** Since when it is paused; null while it is not. */
  pausedAt: instant().nullable(),
  /**
   * Until when it is paused, if known. If it is not paused: since when it has run again, while a hold delays the
   * notification.
   */
  resumesAt: instant().nullable(),
  /** When its owner acknowledged it; null if nobody did. */
  acknowledgedAt: instant().nullable(),
  /**
   * The grace after a change that would have made it due without notice: from when to when it is not due. Null if there
   * is none.
   */
  graceFrom: instant().nullable(),
  graceAt: instant().nullable(),
  /** What changed. */
  graceWhy: text().nullable().harmless(),
  /** The revision of the configuration by which it was planned. It is outdated if its hours have changed since. */
  plannedRevision: int().default('0'),
  metAt: instant().nullable(),
  breachedAt: instant().nullable(),
  /** When the miss was enforced that was struck last. The clock may have run again since. */
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
  /** Null means until the condition ends. */
  untilAt: instant().nullable(),
  actorType: code<CallerType>().nullable(),
  actorId: uuid().nullable(),
  /** In the person's words. */
  reason: text().nullable().personal(),
});
