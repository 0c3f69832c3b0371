import { Type } from '@sinclair/typebox';
import { list, text } from '../leads/held.schema.js';
import { cameOfLeads, type LeadTable, leadItCameOf, nulled, type PersonalData } from '../leads/personal-data.js';
import { id, nullable, objectSchema } from '../platform/input/schema.js';

const SentToWebhook = objectSchema('HeldToldToWebhook', 'An attempt to send an event about it to a webhook.', {
  id: id('The id of the delivery.'),
  number: Type.Integer({ description: 'The number of the attempt, from 1.' }),
  status: nullable(Type.Integer(), 'The HTTP status of the answer; null for none.'),
  problem: text('Why it failed; null if it did not.'),
  answer: text('The beginning of the answer; null for none.'),
});

/** SQL for the attempts about leads, and about the deals, handoffs and other subjects that came of them. */
function ofDeliveries(): Pick<LeadTable, 'of' | 'among'> {
  const subjectId = '(select subject_id from delivery where delivery.id = delivery_attempt.delivery_id)';
  return {
    of: `coalesce(delivery_attempt.lead_id, ${leadItCameOf(subjectId)})`,
    among: `(delivery_attempt.lead_id = any ($1::uuid[]) or delivery_attempt.delivery_id in (
      select delivery.id from delivery where delivery.subject_id in (${cameOfLeads('all')})))`,
  };
}

export const PERSONAL_DATA_OF_DELIVERIES: PersonalData = {
  // A getter, because satellites register later which subjects come of leads.
  get tables() {
    return {
      delivery_attempt: {
        ...ofDeliveries(),
        key: 'delivery_id',
        section: 'toldToWebhooks',
        personal: nulled('answer', 'webhookAnswers'),
        facts: { number: 'number', status: 'status', problem: 'problem' },
      },
    };
  },
  sections: {
    toldToWebhooks: {
      schema: list(SentToWebhook, 'The answers of webhooks to events about it, which name no person.'),
    },
  },
};
