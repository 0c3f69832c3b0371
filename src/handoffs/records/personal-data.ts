import { at, list, text } from '../../leads/held.schema.js';
import { nulled, type PersonalData } from '../../leads/personal-data.js';
import { id, oneOf, thing } from '../../platform/answer.js';
import { RECORD_STATES } from '../../records/record.js';
import { ofHandoffOrCopy, ofOwnHandoff } from '../personal-column.js';

const HeldHandoffRecord = thing('HeldHandoffRecord', 'A record in a receiver’s tool.', {
  id: id('The id of the record.'),
  state: oneOf(RECORD_STATES, { description: 'Its state.' }),
  ref: text('Its id in the tool; null until it is created.'),
  endedAt: at('When it was created or failed for good; null while it is tried.'),
  url: text('Its URL for people; null if none is configured.'),
});

/** What records keep of the persons whose handoffs they were made of. */
export const PERSONAL_DATA_OF_RECORDS: PersonalData = {
  tables: {
    record: {
      ...ofHandoffOrCopy('record', 'handoff_id'),
      section: 'handoffRecords',
      // A link is a template: what stands in it may be of the form.
      personal: ofOwnHandoff('record', 'handoff_id', nulled('url', 'handoffs')),
      // Whoever makes it has read the form as it was, and keeps nothing of it then.
      also: ['erasures = erasures + 1'],
      facts: { state: 'state', ref: 'ref', endedAt: 'ended_at' },
    },
    record_update: {
      of: `(select deal.lead_id from deal join handoff as given on given.deal_id = deal.id
            join record on record.handoff_id = given.id where record.id = record_update.record_id)`,
      among: `record_update.record_id in (select id from record where ${ofHandoffOrCopy('record', 'handoff_id').among})`,
      key: 'record_id',
      section: null,
      // Digests alone; but who knows what was written could find out whether it stood there.
      personal: { fields: { what: 'handoffs', holds: `fields <> '{}'`, becomes: `'{}'`, as: null } },
      // Whoever is at it has read the form as it was: by another instant they find that it is no longer theirs.
      also: [`due_at = due_at - interval '1 millisecond'`],
      facts: {},
    },
  },
  sections: {
    handoffRecords: { schema: list(HeldHandoffRecord, 'Records in the tools of receivers.') },
  },
};
