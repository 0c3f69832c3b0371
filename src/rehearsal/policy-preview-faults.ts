import type { Directory } from '../directory/directory.js';
import { type Fault, step, under } from '../platform/fault.js';
import { instantOf } from '../platform/formats.js';
import { type Instant, MS_PER_DAY, toIso } from '../platform/instant.js';
import { faultsOfOutcome } from '../vocabulary/touch-outcome.js';
import type { AssumedTouch, PolicyPreviewBody } from './policy-preview.dto.js';
import { AHEAD_MAX_DAYS, type Span } from './policy-preview.js';

const NEITHER = 'Expected a `lead`, which is imagined, or the `leadId` of one that there is.';
const BOTH = 'Both `lead` and `leadId` are given: leave out the one that is not meant.';

/** @param isThere whether there is a lead of the id */
export function faultsOfGiven({ lead, leadId, policy }: PolicyPreviewBody, isThere: boolean): Fault[] {
  if ((lead === undefined) === (leadId === undefined))
    return [{ pointer: '', code: 'oneOf', message: lead === undefined ? NEITHER : BOTH }];
  if (leadId !== undefined && !isThere)
    return [{ pointer: '/leadId', code: 'unknownId', message: `There is no lead ${leadId}.` }];
  if (lead === undefined || policy !== undefined) return [];
  return [{ pointer: '/policy', code: 'required', message: 'Expected the policy that the imaginary lead would get.' }];
}

/** A real lead is as it is now. */
export function faultsOfSpan({ leadId }: PolicyPreviewBody, { now, from, until }: Span): Fault[] {
  const faults: Fault[] = [];
  const [latestFrom, latest] = [furthestFrom(now), furthestFrom(from)];
  if (leadId !== undefined && from < now)
    faults.push({
      pointer: '/at',
      code: 'past',
      message: `Of a real lead expected an instant from now on, ${toIso(now)}.`,
    });
  if (leadId !== undefined && from > latestFrom)
    faults.push({
      pointer: '/at',
      code: 'tooFar',
      message: `Of a real lead expected an instant within ${AHEAD_MAX_DAYS} days, by ${toIso(latestFrom)}.`,
    });
  if (until <= from)
    faults.push({ pointer: '/until', code: 'order', message: `Expected an instant after \`at\`, ${toIso(from)}.` });
  if (until > latest)
    faults.push({
      pointer: '/until',
      code: 'tooFar',
      message: `Expected an instant within ${AHEAD_MAX_DAYS} days of \`at\`, by ${toIso(latest)}.`,
    });
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
  return touches.flatMap(({ kind, outcome, occurredAt, repId }, index) => {
    const at = instantOf(occurredAt);
    const faults: Fault[] = [...faultsOfOutcome(kind, outcome, '/outcome')];
    if (repId !== undefined && directory.rep(repId.toLowerCase()) === undefined)
      faults.push({ pointer: '/repId', code: 'unknownId', message: `There is no rep ${repId}.` });
    if (at < from || at > until)
      faults.push({
        pointer: '/occurredAt',
        code: 'outside',
        message: `Expected an instant from ${toIso(from)} to ${toIso(until)}, which is looked at.`,
      });
    return under(`/touches${step(index)}`, faults);
  });
}
