import { type Caller, may } from '../auth/scope.js';
import type { HandoffClock } from '../clocks/clock.js';
import type { Directory } from '../directory/directory.js';
import type { Blocker } from './blockers/blocker.js';
import type { Handoff } from './handoff.js';
import { HAD_SQL, type HandoffIncident } from './handoff-case.js';
import type { KindVersion } from './kinds/handoff-kind.js';
import type { Receiver } from './receivers/receiver.js';

/** The reps who are a party to a handoff. */
interface Parties {
  /** Null if not known. */
  readonly giverRepId: string | null;
  /** By place: the owner, the owner of done, and the team with its manager. */
  readonly receivers: ReadonlyMap<number, readonly string[]>;
  /** Deciders of the kind and of the exception, and their stand-ins. */
  readonly deciders: readonly string[];
  /** Owners of unresolved blockers. */
  readonly helpers: readonly string[];
}

/** What the caller may see and do in a handoff. */
export interface HandoffSight {
  /** Null for programs, and for callers with a link. */
  readonly repId: string | null;
  readonly sees: boolean;
  /** Whether values marked as sensitive are visible too. */
  readonly seesSensitive: boolean;
  readonly gives: boolean;
  readonly decides: boolean;
  /** The places of the receivers for whom the caller acts. */
  readonly receives: readonly number[];
  /** The owners of unresolved blockers for whom the caller acts. */
  readonly helps: readonly string[];
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
  // Reps who decide in place of one who is away or has left.
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

/**
 * Returns the caller's role. Managers act for the reps below them; programs and administrators act for everybody, but
 * administrators do not see sensitive values.
 */
export function roleOf(caller: Caller, parties: Parties, directory: Directory): HandoffSight {
  const { repId } = caller;
  const own = repId !== null && may(caller, 'rep', 'manager') ? [repId] : [];
  const below = repId !== null && may(caller, 'manager') ? directory.repsUnder(repId) : [];
  const acting = new Set([...own, ...below]);
  const isOneOf = (repIds: readonly (string | null)[]) => repIds.some((id) => id !== null && acting.has(id));
  const isProgram = may(caller, 'integration');
  const [isGiver, isDecider] = [isOneOf([parties.giverRepId]), isOneOf(parties.deciders)];
  const receiving = [...parties.receivers].filter(([, repIds]) => isOneOf(repIds)).map(([place]) => place);
  const helps = parties.helpers.filter((id) => acting.has(id));
  const isParty = isGiver || isDecider || receiving.length > 0;
  return {
    repId,
    sees: isProgram || isParty || helps.length > 0 || may(caller, 'read'),
    seesSensitive: isParty || caller.scopes.includes('integration'),
    gives: isProgram || isGiver,
    decides: isProgram || isDecider,
    receives: isProgram ? [...parties.receivers.keys()] : receiving,
    helps,
  };
}

/**
 * Returns the role of a caller with a link: the party of one handoff that the link is for, as long as its maker belongs
 * to that party. The caller sees no more than the maker does.
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
  return { repId: null, sees, seesSensitive: sees && made.seesSensitive, gives, decides: false, receives, helps: [] };
}

/** The role of a caller who only reads, and does not see sensitive values. */
export const READER: HandoffSight = {
  repId: null,
  sees: true,
  seesSensitive: false,
  gives: false,
  decides: false,
  receives: [],
  helps: [],
};

/** Filters that narrow a list of handoffs to those behind a row of a report. */
export interface HandoffNarrowing {
  readonly giverRepId?: string;
  readonly product?: string;
  readonly receiverTeamId?: string;
  readonly receiver?: string;
  readonly startedFrom?: string;
  readonly startedTo?: string;
  readonly had?: HandoffIncident;
  /** Only handoffs that these reps gave, or answer for as a receiver. */
  readonly ownRepIds?: readonly string[];
}

/**
 * Returns SQL conditions over a `handoff`. @param place adds a value to those of the statement, and returns its
 * placeholder
 */
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
