import type { Directory } from '../directory/directory.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import { type Instant, toIso } from '../platform/instant.js';
import type { Foreseeing } from './playing/foreseeing.js';

/** How far it is looked ahead: what comes back from recycling has come back by then. */
export const AHEAD_MAX_DAYS = 400;
export const INSTANTS_MAX = 500;
export const TOUCHES_MAX = 100;
/** Instants at which something is looked at, though nothing may come of it: a lead that waits may wait for ever. */
export const LOOKS_MAX = 2_000;

/** Of which time it is told. */
export interface Span {
  readonly now: Instant;
  readonly from: Instant;
  readonly until: Instant;
}

/** Where it was stopped. */
export type Cut =
  | { readonly by: 'instants' | 'looks'; readonly at: Instant }
  | { readonly by: 'until'; readonly at: Instant }
  | null;

export function cutInWords(cut: Cut, until: Instant): string | null {
  switch (cut?.by) {
    case undefined:
      return null;
    case 'instants':
      return `More would happen from ${toIso(cut.at)} on: at most ${INSTANTS_MAX} instants are told.`;
    case 'looks':
      return `More may happen from ${toIso(cut.at)} on: it was looked at ${LOOKS_MAX.toLocaleString('en')} instants, which is the most.`;
    case 'until':
      return `More would happen from ${toIso(cut.at)} on: it was looked ahead until ${toIso(until)}, at most ${AHEAD_MAX_DAYS} days.`;
  }
}

/** What cannot be known of what was foreseen. */
export function caveatsOf(
  foreseeing: Foreseeing,
  directory: Directory,
  { from, until }: { from: Instant; until: Instant },
): string[] {
  const { decidedAt, player } = foreseeing;
  const { lead } = player.leadCase;
  return [
    ...(decidedAt === null
      ? []
      : ['Who gets the lead later is decided as people stand now: whom other leads keep busy by then is not known.']),
    ...(lead.waiting === null
      ? []
      : ['It waits for somebody: whether other leads make room for it earlier is not known.']),
    ...absent(player.leadCase, directory, { from, until }),
  ];
}

/** Whoever goes away while they have it may lose it. */
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
