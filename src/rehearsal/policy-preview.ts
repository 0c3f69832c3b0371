import { type CompiledCondition, compileCondition } from '../conditions/condition-evaluate.js';
import type { Condition } from '../conditions/condition-language.js';
import type { LeadFacts } from '../conditions/lead-facts.js';
import type { Directory } from '../directory/directory.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import { type Fault, fault, step, under } from '../platform/input/fault.js';
import { instantOf } from '../platform/input/formats.js';
import { type Instant, isoOrNull, MS_PER_DAY, toIso } from '../platform/values/duration.js';
import type { PolicyShape } from '../sla/policy.dto.js';
import type { SlaPolicy } from '../sla/policy.js';
import { readPolicy } from '../sla/policy-reading.js';
import { faultsOfGoodbye } from '../vocabulary/outcomes.js';
import { faultsOfOutcome } from '../vocabulary/touch-kinds.js';
import type { LeadFuture } from './playing/foreseeing.js';
import type { AssumedTouch, PolicyPreviewBody } from './policy-preview.schema.js';

/** How far a simulation looks ahead; leads have come back from recycling by then. */
export const AHEAD_MAX_DAYS = 400;
export const INSTANTS_MAX = 500;
export const TOUCHES_MAX = 100;
/** The most instants run, even those without effect: a lead may wait forever. */
export const LOOKS_MAX = 2_000;

export interface Span {
  readonly now: Instant;
  readonly from: Instant;
  readonly until: Instant;
}

/** Where the simulation was cut off, and by which limit. */
export type Cut =
  | { readonly by: 'instants' | 'looks'; readonly at: Instant }
  | { readonly by: 'until'; readonly at: Instant }
  | null;

export function cutInWords(cut: Cut, until: Instant): string | null {
  switch (cut?.by) {
    case undefined:
      return null;
    case 'instants':
      return `More would happen from ${toIso(cut.at)} on: at most ${INSTANTS_MAX} instants are listed.`;
    case 'looks':
      return `More may happen from ${toIso(cut.at)} on: it was looked at ${LOOKS_MAX.toLocaleString('en')} instants, which is the most.`;
    case 'until':
      return `More would happen from ${toIso(cut.at)} on: it was looked ahead until ${toIso(until)}, at most ${AHEAD_MAX_DAYS} days.`;
  }
}

/** Returns what the simulation cannot know. */
export function caveatsOf(
  foreseeing: LeadFuture,
  directory: Directory,
  { from, until }: { from: Instant; until: Instant },
): string[] {
  const { decidedAt, player } = foreseeing;
  const { lead } = player.leadCase;
  return [
    ...(decidedAt === null
      ? []
      : [
          'Who gets the lead later is decided by the present state of reps: which of them other leads will keep busy is not known.',
        ]),
    ...(lead.waiting === null
      ? []
      : lead.queueId === null
        ? ['It waits for a rep: whether other leads make room for it earlier is not known.']
        : ['It waits for a person: when they assign it, and to whom, is not known.']),
    ...absent(player.leadCase, directory, { from, until }),
  ];
}

/** Owners whose absence begins while they own the lead may lose it, which is not simulated. */
function absent(
  leadCase: LeadCase,
  directory: Directory,
  { from, until }: { from: Instant; until: Instant },
): string[] {
  return leadCase.tenures.flatMap(({ repId, fromAt, untilAt }) => {
    const absence = (directory.content.absencesByRep.get(repId ?? '') ?? []).find(
      (each) =>
        each.openLeads !== 'keep' &&
        each.fromAt > Math.max(from, fromAt) &&
        each.fromAt < Math.min(until, untilAt ?? Number.POSITIVE_INFINITY),
    );
    if (absence === undefined) return [];
    const name = directory.rep(repId!)!.name;
    return [`${name} is away from ${toIso(absence.fromAt)}: that their leads then go to others is not played.`];
  });
}

const NEITHER = 'Expected an imaginary `lead`, or the `leadId` of a real one.';
const BOTH = 'Both `lead` and `leadId` are given: leave out the one that is not meant.';

/** @param isThere whether the lead of `leadId` exists */
export function faultsOfGiven({ lead, leadId, policy }: PolicyPreviewBody, isThere: boolean): Fault[] {
  if ((lead === undefined) === (leadId === undefined)) return [fault('', 'oneOf', lead === undefined ? NEITHER : BOTH)];
  if (leadId !== undefined && !isThere) return [fault('/leadId', 'unknownId', `There is no lead ${leadId}.`)];
  if (lead === undefined || policy !== undefined) return [];
  return [fault('/policy', 'required', 'Expected the policy that the imaginary lead would get.')];
}

/** A real lead cannot be simulated from the past. */
export function faultsOfSpan({ leadId }: PolicyPreviewBody, { now, from, until }: Span): Fault[] {
  const faults: Fault[] = [];
  const [latestFrom, latest] = [furthestFrom(now), furthestFrom(from)];
  if (leadId !== undefined && from < now)
    faults.push(fault('/at', 'past', `Of a real lead expected an instant from now on, ${toIso(now)}.`));
  if (leadId !== undefined && from > latestFrom)
    faults.push(
      fault(
        '/at',
        'tooFar',
        `Of a real lead expected an instant within ${AHEAD_MAX_DAYS} days, by ${toIso(latestFrom)}.`,
      ),
    );
  if (until <= from) faults.push(fault('/until', 'order', `Expected an instant after \`at\`, ${toIso(from)}.`));
  if (until > latest)
    faults.push(
      fault('/until', 'tooFar', `Expected an instant within ${AHEAD_MAX_DAYS} days of \`at\`, by ${toIso(latest)}.`),
    );
  return faults;
}

function furthestFrom(at: Instant): Instant {
  return at + AHEAD_MAX_DAYS * MS_PER_DAY;
}

export function faultsOfTouches(
  touches: readonly AssumedTouch[],
  directory: Directory,
  { from, until }: Span,
): Fault[] {
  return touches.flatMap((touch, index) => {
    const { kind, outcome, occurredAt, repId } = touch;
    const at = instantOf(occurredAt);
    const faults: Fault[] = [...faultsOfOutcome(kind, outcome, '/outcome'), ...faultsOfGoodbye(touch)];
    if (repId !== undefined && directory.rep(repId.toLowerCase()) === undefined)
      faults.push(fault('/repId', 'unknownId', `There is no rep ${repId}.`));
    if (at < from || at > until)
      faults.push(
        fault(
          '/occurredAt',
          'outside',
          `Expected an instant from ${toIso(from)} to ${toIso(until)}, which is looked at.`,
        ),
      );
    return under(`/touches${step(index)}`, faults);
  });
}

export function beginningOf({ lead, clocks }: LeadCase) {
  const running = clocks.filter(({ state }) => state === 'running');
  return {
    status: lead.status,
    paused: running.some(({ pausedAt }) => pausedAt !== null),
    ownerId: lead.ownerId,
    poolId: lead.poolId,
    clocks: running.map(({ kind, startedAt, dueAt, target }) => ({
      kind,
      startedAt: toIso(startedAt),
      dueAt: isoOrNull(dueAt),
      target,
    })),
  };
}

interface Draft {
  readonly policy: SlaPolicy;
  readonly when: CompiledCondition;
  readonly match: ReturnType<CompiledCondition['evaluate']>;
}

/** The name of a draft for a policy that is not saved. */
export const UNNAMED = 'the draft';

export function draftOf(
  shape: PolicyShape,
  { id, name, version }: { id: string; name: string; version: number },
  facts: LeadFacts,
  { content }: Directory,
): Draft {
  const when = compileCondition(shape.when as Condition);
  return {
    policy: readPolicy(id, version, { name, ...shape }),
    when,
    match: when.evaluate(facts, content.lists, content.sources),
  };
}
