import { at, list, text } from '../../leads/held.schema.js';
import { type LeadTable, nulled, type PersonalData } from '../../leads/personal-data.js';
import { id, objectSchema, oneOf } from '../../platform/input/schema.js';
import { RECORD_STATES } from '../../records/record.js';
import { type ErasedHandoffs, OF_LEADS, ofHandoffOrCopy, ofOwnHandoff } from '../personal-column.js';

const HeldHandoffRecord = objectSchema('HeldHandoffRecord', 'A record in a receiver’s tool.', {
  id: id('The id of the record.'),
  state: oneOf(RECORD_STATES, { description: 'Its state.' }),
  ref: text('Its id in the tool; null until it is created.'),
  endedAt: at('When it was created or failed for good; null while it is tried.'),
  url: text('Its URL for people; null if none is configured.'),
});

export function tablesOfRecords(erased: ErasedHandoffs) {
  return {
    record: {
      ...ofHandoffOrCopy(erased, 'record', 'handoff_id'),
      section: 'handoffRecords',
      // A link is made from a template, and may contain values of the form.
      personal: ofOwnHandoff(erased, 'record', 'handoff_id', nulled('url', 'handoffs')),
      // A sender that has read the form before the erasure sees by the count that it must not store any of it.
      also: ['erasures = erasures + 1'],
      facts: { state: 'state', ref: 'ref', endedAt: 'ended_at' },
    },
    record_update: {
      of: erased.of('(select record.handoff_id from record where record.id = record_update.record_id)'),
      among: `record_update.record_id in (select id from record where ${ofHandoffOrCopy(erased, 'record', 'handoff_id').among})`,
      key: 'record_id',
      section: null,
      // Only digests, but with a known text one could find out whether it was written.
      personal: { fields: { what: 'handoffs', holds: `fields <> '{}'`, becomes: `'{}'`, as: null } },
      // A sender that has read the form before the erasure sees by the changed instant that it no longer holds the
      // update.
      also: [`due_at = due_at - interval '1 millisecond'`],
      facts: {},
    },
  } as const satisfies Readonly<Record<string, LeadTable>>;
}

/** What records store about the persons whose handoffs they were made from. */
export const PERSONAL_DATA_OF_RECORDS: PersonalData = {
  tables: tablesOfRecords(OF_LEADS),
  sections: {
    handoffRecords: { schema: list(HeldHandoffRecord, 'Records in the tools of receivers.') },
  },
};
