import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { BATCH_ENTRIES_MAX } from '../platform/body.js';
import { DispositionBody, MilestoneBody } from './activity.dto.js';
import { NAMING } from './naming.dto.js';

const closed = { additionalProperties: false } as const;
const listOf = <Entry extends TSchema>(entry: Entry, description: string) =>
  Type.Array(entry, { minItems: 1, maxItems: BATCH_ENTRIES_MAX, description });

/**
 * A milestone, and of which lead: named in one of four ways. When it was reached has to be told: a batch that is sent once
 * more would else tell everything once more.
 */
export const NamedMilestoneBody = Type.Object(
  {
    ...MilestoneBody.properties,
    occurredAt: Type.String({
      format: 'instant',
      description:
        'When it was reached. It may lie as far back as a touch may. A milestone with the same name and instant is recognised as a repetition.',
    }),
    ...NAMING,
  },
  closed,
);
export type NamedMilestoneBody = Static<typeof NamedMilestoneBody>;

const milestonesOf = <Entry extends TSchema>(entry: Entry) => {
  const told = 'Milestones, each as in `POST /v1/leads/{id}/milestones`, with what names its lead.';
  return Type.Object({ milestones: listOf(entry, told) }, closed);
};

/** Each is checked on its own, so that one that is refused does not take the others with it. */
export const MilestoneBatchBody = milestonesOf(Type.Unknown());
export type MilestoneBatchBody = Static<typeof MilestoneBatchBody>;
export const DocumentedMilestoneBatch = milestonesOf(NamedMilestoneBody);

/** A disposition, and of which lead: named in one of four ways. */
export const NamedDispositionBody = Type.Object({ ...DispositionBody.properties, ...NAMING }, closed);
export type NamedDispositionBody = Static<typeof NamedDispositionBody>;

const dispositionsOf = <Entry extends TSchema>(entry: Entry) => {
  const told = 'Dispositions, each as in `POST /v1/leads/{id}/disposition`, with what names its lead.';
  return Type.Object({ dispositions: listOf(entry, told) }, closed);
};

export const DispositionBatchBody = dispositionsOf(Type.Unknown());
export type DispositionBatchBody = Static<typeof DispositionBatchBody>;
export const DocumentedDispositionBatch = dispositionsOf(NamedDispositionBody);
