import { type Caller, may } from '../auth/scope.js';
import type { HandoffClock } from '../clocks/clock.js';
import type { Directory } from '../directory/directory.js';
import type { Blocker } from './blockers/blocker.js';
import type { Handoff } from './handoff.js';
import { HAD_SQL, type Had } from './handoff-case.js';
import type { KindVersion } from './kinds/handoff-kind.js';
import type { Receiver } from './receivers/receiver.js';

/** Who has to do with a handoff, by their reps. */
interface Parties {
  /** Null where nobody is known. */
  readonly giverRepId: string | null;
  /** By their places: the owner of done, and the team. */
  readonly receivers: ReadonlyMap<number, readonly string[]>;
  /** Who decides what cannot go its usual way. */
  readonly deciders: readonly string[];
  /** Who sees to what holds it up now. */
  readonly helpers: readonly string[];
}

/** What somebody has to do with a handoff. */
export interface HandoffSight {
  /** Who they are; null for programs, and for whoever has a link. */
  readonly repId: string | null;
  readonly sees: boolean;
  /** Also what is marked as sensitive. */
  readonly seesSensitive: boolean;
  readonly gives: boolean;
  readonly decides: boolean;
  /** The places of the receivers for whom they act. */
  readonly receives: readonly number[];
}

interface SightedHandoff {
  readonly handoff: Pick<Handoff, 'exception'>;
  readonly kind: Pick<KindVersion, 'body'>;
  readonly receivers: readonly Receiver[];
  readonly blockers: readonly Pick<Blocker, 'ownerRepId' | 'resolvedAt'>[];
  readonly clocks: readonly Pick<HandoffClock, 'kind' | 'state' | 'repId'>[];
  readonly giverRepId: string | null;
}

export function partiesOf(standing: SightedHandoff, directory: Directory): Parties {
  const { handoff, kind, receivers, blockers, clocks, giverRepId } = standing;
  const { body } = kind;
  const exception = handoff.exception === null ? [] : [handoff.exception.deciderRepId];
  // Whoever decides while they are away, or have left.
  const standIns = clocks.flatMap(({ kind: of, state, repId }) =>
    of === 'handoffDecision' && state === 'running' && repId !== null ? [repId] : [],
  );
  return {
    giverRepId,
    receivers: new Map(
      receivers.map(({ place, ownerRepId }) => {
        const written = body.receivers[place - 1]!;
        const team = directory.team(written.teamId);
        return [
          place,
          [
            ownerRepId,
            written.ownerOfDoneRepId,
            ...(team?.repIds ?? []),
            ...(team?.managerId == null ? [] : [team.managerId]),
          ],
        ];
      }),
    ),
    deciders: [body.escalation.deciderRepId, ...exception, ...standIns],
    helpers: blockers.filter(({ resolvedAt }) => resolvedAt === null).map(({ ownerRepId }) => ownerRepId),
  };
}

/** Managers act for those below them; programs and administrators for everybody, of whom the latter do not see what is sensitive. */
export function roleOf(caller: Caller, parties: Parties, directory: Directory): HandoffSight {
  const { repId } = caller;
  const own = repId !== null && may(caller, 'rep', 'manager') ? [repId] : [];
  const below = repId !== null && may(caller, 'manager') ? directory.repsUnder(repId) : [];
  const acting = new Set([...own, ...below]);
  const isOneOf = (repIds: readonly (string | null)[]) => repIds.some((id) => id !== null && acting.has(id));
  const isProgram = may(caller, 'integration');
  const [isGiver, isDecider] = [isOneOf([parties.giverRepId]), isOneOf(parties.deciders)];
  const receiving = [...parties.receivers].filter(([, repIds]) => isOneOf(repIds)).map(([place]) => place);
  const isParty = isGiver || isDecider || receiving.length > 0;
  return {
    repId,
    sees: isProgram || isParty || isOneOf(parties.helpers) || may(caller, 'read'),
    seesSensitive: isParty || caller.scopes.includes('integration'),
    gives: isProgram || isGiver,
    decides: isProgram || isDecider,
    receives: isProgram ? [...parties.receivers.keys()] : receiving,
  };
}

/**
 * Whoever has a link is the party that it is for, of one handoff, as long as its maker is: and sees no more than they do.
 * @param made what the maker may do with the handoff
 */
export function roleByLink(
  { subjectId, role }: NonNullable<Caller['link']>,
  handoffId: string,
  made: HandoffSight,
): HandoffSight {
  const isOfIt = subjectId === handoffId;
  const gives = isOfIt && role === 'form' && made.gives;
  const receives = made.receives.filter((place) => isOfIt && place === role);
  const sees = gives || receives.length > 0;
  return { repId: null, sees, seesSensitive: sees && made.seesSensitive, gives, decides: false, receives };
}

/** Whoever only reads: what is not sensitive, and nothing is done by them. */
export const READER: HandoffSight = {
  ...{ repId: null, sees: true, seesSensitive: false },
  ...{ gives: false, decides: false, receives: [] },
};

/** What narrows a list of handoffs to those of a row of a report. */
export interface HandoffNarrowing {
  readonly giverRepId?: string;
  /** What its deal sells. */
  readonly product?: string;
  readonly receiverTeamId?: string;
  /** The name of a receiver. */
  readonly receiver?: string;
  readonly startedFrom?: string;
  readonly startedTo?: string;
  readonly had?: Had;
  /** Those alone that these reps gave, or answer for. */
  readonly ownRepIds?: readonly string[];
}

/** Conditions in SQL over a `handoff`. @param place puts a value among those of the statement, and says where it is */
export function narrowingSql(
  { giverRepId, product, receiverTeamId, receiver, startedFrom, startedTo, had, ownRepIds }: HandoffNarrowing,
  place: (value: unknown) => string,
): string[] {
  const name = receiver === undefined ? 'null' : place(receiver);
  const reps = ownRepIds === undefined ? '' : `any (${place(ownRepIds)}::uuid[])`;
  return [
    ...(giverRepId === undefined ? [] : [`handoff.giver_rep_id = ${place(giverRepId)}`]),
    ...(product === undefined
      ? []
      : [`exists (select from deal as sold where sold.id = handoff.deal_id and sold.product = ${place(product)})`]),
    ...(receiverTeamId === undefined
      ? []
      : [
          `exists (
             select from resource_version as written, jsonb_array_elements(written.body->'receivers') as each
              where written.kind = 'handoffKind' and written.resource_id = handoff.kind_id
                and written.version = handoff.kind_version and (each->>'teamId')::uuid = ${place(receiverTeamId)})`,
        ]),
    ...(receiver === undefined
      ? []
      : [
          `exists (
             select from handoff_receiver as called
              where called.handoff_id = handoff.id and lower(called.name) = lower(${name}::text))`,
        ]),
    ...(startedFrom === undefined ? [] : [`handoff.started_at >= ${place(startedFrom)}`]),
    ...(startedTo === undefined ? [] : [`handoff.started_at < ${place(startedTo)}`]),
    ...(ownRepIds === undefined
      ? []
      : [
          `(handoff.giver_rep_id = ${reps} or exists (
             select from handoff_receiver as own where own.handoff_id = handoff.id and own.owner_rep_id = ${reps}))`,
        ]),
    ...(had === undefined ? [] : [HAD_SQL[had](name)]),
  ];
}
