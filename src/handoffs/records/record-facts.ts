import type { FormField } from '../../forms/form.js';
import { viewOf, withoutSensitive } from '../../forms/view.js';
import type { JsonRecord } from '../../platform/sql/sql.js';
import { isoOrNull } from '../../platform/values/duration.js';
import { sectionsOf } from '../../records/templates/labelled.js';
import { formFacts, type TemplateFacts } from '../../records/templates/rendering.js';
import { kickoffOf } from '../form/client-text.js';
import type { HandoffCase } from '../handoff-case.js';

type FindRep = (id: string) => { readonly name: string; readonly email: string } | undefined;

/** What is known in addition to the handoff. */
interface RecordContext {
  readonly repOf: FindRep;
  /** The beginning of this program's URLs. */
  readonly base: string;
}

/** Returns the facts that templates see for one receiver of a handoff. Facts that do not exist are left out. */
export function recordFacts(subject: HandoffCase, place: number, { repOf, base }: RecordContext): TemplateFacts {
  const { handoff, kind, deal, account, ownerId } = subject;
  const { name, ownerRepId } = subject.receiver(place);
  const { sections } = kind.body.receivers[place - 1]!;
  const seen = viewOf(kind.form, handoff.form, sections);
  const completion = subject.clocks.find((clock) => clock.kind === 'handoffComplete' && clock.step === place);
  return {
    ...(deal !== null && {
      deal: {
        id: deal.id,
        name: deal.name,
        externalId: deal.externalId,
        refs: deal.refs,
        product: deal.product,
        amount: deal.amount,
        currency: deal.currency,
        term: deal.term,
        wonAt: isoOrNull(deal.wonAt),
        expectedCloseAt: isoOrNull(deal.expectedCloseAt),
      },
    }),
    ...(account !== null && {
      account: { id: account.id, name: account.name, domain: account.domains[0] ?? null, refs: account.refs },
    }),
    ...formFacts(kind.form, seen),
    handoff: {
      id: handoff.id,
      kind: kind.body.name,
      startedAt: isoOrNull(handoff.startedAt),
      url: `${base}/console/handoffs/${handoff.id}`,
      ...factsSaidIn(kind.form, seen),
    },
    receiver: { name, owner: personOf(ownerRepId, repOf), completeBy: isoOrNull(completion?.dueAt ?? null) },
    giver: personOf(ownerId, repOf),
  };
}

/** Returns what templates see of a form without naming its fields, so that nothing sensitive may be in it. */
export function factsSaidIn(form: FormField, seen: JsonRecord) {
  return { sections: sectionsOf(form, seen), kickoffOn: kickoffOf(withoutSensitive(form, seen)) };
}

function personOf(id: string | null, repOf: FindRep) {
  const rep = id === null ? undefined : repOf(id);
  return rep === undefined ? null : { name: rep.name, email: rep.email };
}
