import { HAD_SQL, type Had } from './handoff-had.js';

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
