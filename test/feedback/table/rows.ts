import type { Column } from './columns.js';

/** What is done to a lead; `table.e2e-spec.ts` carries it out. */
export type Deed =
  | readonly ['dispose', category: string, reason: string]
  | readonly ['reach', name: 'qualified' | 'won', amount?: string]
  | readonly ['revalue', amount: string]
  | readonly ['reverse']
  | readonly ['reopen']
  | readonly ['erase'];

/**
 * What a platform is sent after a deed. Items after `at once:` are sent now, all others when the deed cannot be
 * corrected any more. Brackets hold the reasons why items are not sent.
 */
export type Cells = Readonly<Record<Column, string>>;

export interface Row {
  readonly row: string;
  /** The stages sent before: lead, qualified and won. */
  readonly before: 'nothing yet' | 'L' | 'LQ' | 'LW' | 'LQW';
  readonly does: readonly Deed[];
  readonly sent: Cells;
  readonly later?: readonly Deed[];
  readonly toldLater?: Cells;
  readonly isWithoutValue?: true;
  /** The deed is done when all windows but the longest have closed. */
  readonly isLate?: true;
}

const every = (cell: string): Cells => ({
  google: cell,
  dataManager: cell,
  microsoft: cell,
  meta: cell,
  linkedin: cell,
  tiktok: cell,
});
const NOTHING = every('');
/** Two platforms retract and restate, one only restates, and three do neither. */
const cells = (adjusts: string, resends: string, neither: string): Cells => ({
  google: adjusts,
  dataManager: resends,
  microsoft: adjusts,
  meta: neither,
  linkedin: neither,
  tiktok: neither,
});
/** Two of the three accept events of any name, for reports. */
const withAside = (all: Cells, aside: string): Cells => ({ ...all, meta: aside, tiktok: aside });
/** Meta has no conversions, only stages. */
const asStage = (all: Cells): Cells => ({ ...all, meta: all.meta.replaceAll('conversion ', 'stage ') });

const JUNK = ['spam', 'fake_identity', 'test', 'not_a_prospect', 'existing_customer', 'competitor'] as const;
const LOST = ['price', 'competitor_won', 'no_need', 'no_decision'] as const;
const UNFIT = ['out_of_area', 'no_fit'] as const;

/** Section 11 of the specification, row by row. */
export const TABLE: readonly Row[] = [
  { row: 'new lead', before: 'L', does: [], sent: NOTHING },
  {
    row: 'qualified progress',
    before: 'L',
    does: [['reach', 'qualified', '100.00']],
    sent: every('at once: count qualified.1 100'),
  },
  {
    row: 'won',
    before: 'LQ',
    does: [['reach', 'won', '500.00']],
    sent: every('at once: count won.1 500'),
  },
  {
    row: 'won at once: all earlier stages first where a funnel is told',
    before: 'L',
    does: [['reach', 'won', '500.00']],
    sent: { ...every('at once: count won.1 500'), meta: 'at once: count qualified.1, count won.1 500' },
  },
  {
    row: 'won, value changed',
    before: 'LQW',
    does: [['revalue', '800.50']],
    sent: cells('at once: restate won.1 800.5', 'at once: resend won.1 800.5', '(restate won platformCannotRestate)'),
    later: [['revalue', '200.00']],
    toldLater: cells('at once: restate won.1 200', 'at once: resend won.1 200', ''),
  },
  {
    row: 'won reversed, and won again',
    before: 'LQW',
    does: [['reverse']],
    sent: cells('retract won.1', 'resend won.1 0', '(retract won platformCannotRetract)'),
    later: [['reach', 'won', '700.00']],
    toldLater: cells('at once: count won.2 700', 'at once: resend won.1 700', '(restate won platformCannotRestate)'),
  },
  {
    row: 'nurture, and qualified when it wakes',
    before: 'L',
    does: [['dispose', 'nurture', 'not_now']],
    sent: withAside(NOTHING, 'count nurture.1'),
    later: [['reach', 'qualified', '100.00']],
    toldLater: every('at once: count qualified.1 100'),
  },
  {
    row: 'recycle, and the same keys in its next life',
    before: 'LQ',
    does: [['dispose', 'recycle', 'stale']],
    sent: NOTHING,
    later: [
      ['reach', 'qualified', '100.00'],
      ['reach', 'won', '500.00'],
    ],
    toldLater: every('at once: count won.1 500'),
  },
  ...JUNK.map(
    (reason): Row => ({
      row: `suppress: ${reason}, and reopened`,
      before: 'LQ',
      does: [['dispose', 'suppress', reason]],
      sent: cells(
        'retract lead.1, retract qualified.1',
        'resend lead.1 0, resend qualified.1 0',
        '(retract lead platformCannotRetract, retract qualified platformCannotRetract)',
      ),
      later: [['reopen'], ['reach', 'won', '500.00']],
      // A new lead had no value to get back.
      toldLater: cells(
        'at once: count lead.2, count qualified.2 100, count won.1 500',
        'at once: count won.1 500; resend qualified.1 100',
        'at once: count won.1 500',
      ),
    }),
  ),
  ...JUNK.slice(0, 2).map(
    (reason): Row => ({
      row: `suppress: ${reason} before anything was told, and reopened`,
      before: 'nothing yet',
      does: [['dispose', 'suppress', reason]],
      sent: asStage(every('(conversion lead superseded)')),
      later: [['reopen']],
      toldLater: every('at once: count lead.2'),
    }),
  ),
  ...(['invalid_contact', 'duplicate'] as const).map(
    (reason): Row => ({
      row: `suppress: ${reason}`,
      before: 'LQ',
      does: [['dispose', 'suppress', reason]],
      sent: cells('retract lead.1', 'resend lead.1 0', '(retract lead platformCannotRetract)'),
      later: [['reopen']],
      toldLater: cells('at once: count lead.2', '', ''),
    }),
  ),
  {
    row: 'suppress: do not contact, and reopened',
    before: 'L',
    does: [
      ['reach', 'qualified', '100.00'],
      ['dispose', 'suppress', 'do_not_contact'],
    ],
    sent: asStage(every('(conversion qualified stopped)')),
    later: [['reopen']],
    toldLater: every('at once: count qualified.2 100'),
  },
  {
    row: 'suppress: erasure request',
    before: 'LQ',
    does: [['reach', 'won', '500.00'], ['erase']],
    sent: asStage(every('(conversion won stopped)')),
  },
  ...UNFIT.map(
    (reason): Row => ({
      row: `lost: ${reason}, and reopened`,
      before: 'LQ',
      does: [['dispose', 'lost', reason]],
      sent: withAside(cells('retract qualified.1', 'resend qualified.1 0', ''), 'count disqualified.1'),
      later: [['reopen']],
      toldLater: cells('at once: count qualified.2 100', 'resend qualified.1 100', ''),
    }),
  ),
  ...LOST.map(
    (reason): Row => ({
      row: `lost: ${reason} with a projected value, and reopened`,
      before: 'LQ',
      does: [['dispose', 'lost', reason]],
      sent: withAside(cells('restate qualified.1 0', 'resend qualified.1 0', ''), 'count lost.1'),
      later: [['reopen']],
      toldLater: cells('restate qualified.1 100', 'resend qualified.1 100', ''),
    }),
  ),
  {
    row: 'lost: price without a projected value',
    before: 'LQ',
    isWithoutValue: true,
    does: [['dispose', 'lost', 'price']],
    sent: withAside(NOTHING, 'count lost.1'),
  },
  {
    row: 'lost: fraud, and reopened',
    before: 'LQW',
    does: [['reopen'], ['dispose', 'lost', 'fraud']],
    sent: cells(
      'retract lead.1, retract qualified.1, retract won.1',
      'resend lead.1 0, resend qualified.1 0, resend won.1 0',
      '(retract lead platformCannotRetract, retract qualified platformCannotRetract, retract won platformCannotRetract)',
    ),
    later: [['reopen']],
    toldLater: cells(
      'at once: count lead.2, count qualified.2 100, count won.2 500',
      'resend qualified.1 100, resend won.1 500',
      '',
    ),
  },
  {
    row: 'suppress: spam when windows have closed',
    before: 'LQ',
    isLate: true,
    does: [['dispose', 'suppress', 'spam']],
    sent: {
      ...every('(retract lead windowClosed, retract qualified windowClosed)'),
      microsoft: 'retract lead.1, retract qualified.1',
      meta: '(retract lead platformCannotRetract, retract qualified platformCannotRetract)',
      linkedin: '(retract lead platformCannotRetract, retract qualified platformCannotRetract)',
      tiktok: '(retract lead platformCannotRetract, retract qualified platformCannotRetract)',
    },
  },
];
