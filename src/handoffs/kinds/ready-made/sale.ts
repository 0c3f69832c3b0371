import { type FormFields, form, group } from './fields.js';
import {
  ANOMALIES,
  ATTACHMENTS,
  BILLING,
  CONTACTS,
  checks,
  FINANCE,
  KICKOFF,
  KICKOFF_OF_LARGE_DEALS,
  type KindToStaff,
  MARGIN,
  PROMISES,
  PROMISES_ARE_PAID_FOR,
  TERM,
} from './parts.js';

interface Part {
  readonly fields: FormFields;
  readonly required: readonly string[];
}

/** What differs between businesses when something is sold. */
interface Sold {
  readonly name: string;
  readonly moment: string;
  /** Why they buy, and how they will know that it was right. */
  readonly context: Part;
  readonly scope: Part;
  /** Further sections that operations receives. */
  readonly more?: FormFields;
  /** The receiver that does the work, and its checklist. */
  readonly operations: { readonly name: string; readonly checklist: readonly string[] };
  readonly ready?: KindToStaff['ready'];
  readonly exceptions: KindToStaff['exceptions'];
}

/** Returns the kind from sales to operations and finance. Each receives the sections that concern it. */
export function atSale({
  name,
  moment,
  context,
  scope,
  more = {},
  operations,
  ready = [],
  exceptions,
}: Sold): KindToStaff {
  return {
    name,
    moment,
    start: { on: 'deal.won' },
    accountRole: 'manager',
    form: form(
      {
        context: group('Context', context.fields, context.required),
        contacts: CONTACTS,
        scope: group('Agreed scope', scope.fields, scope.required),
        ...more,
        promises: PROMISES,
        term: TERM,
        billing: BILLING,
        kickoff: KICKOFF,
        anomalies: ANOMALIES,
        attachments: ATTACHMENTS,
        margin: MARGIN,
      },
      ['context', 'contacts', 'scope', 'promises', 'billing', 'kickoff', 'anomalies'],
    ),
    ready: [KICKOFF_OF_LARGE_DEALS, PROMISES_ARE_PAID_FOR, ...ready],
    receivers: [
      {
        name: operations.name,
        sections: [
          'context',
          'contacts',
          'scope',
          ...Object.keys(more),
          'promises',
          'term',
          'kickoff',
          'anomalies',
          'attachments',
        ],
        checklist: checks(...operations.checklist),
        acknowledgeWithin: 'PT4H',
        completeWithin: 'P2D',
      },
      FINANCE,
    ],
    time: 'working',
    escalation: { decideWithin: 'PT8H', needs: 'What was promised, to whom, what it would cost, and by when' },
    exceptions,
    clientToldWithin: 'P1D',
  };
}
