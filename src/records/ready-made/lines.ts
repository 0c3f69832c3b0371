/** Lines of a form's billing arrangement: fixed ones are invoiced at once, others are only listed as text. */
const FIXED_LINES = { $each: 'form.billing.lines', $as: 'line', $when: 'line.kind', $is: 'fixed' } as const;
const OTHER_LINES = ['retainer', 'timeAndMaterial', 'usage'].map((kind) => ({
  $each: 'form.billing.lines',
  $as: 'line',
  $when: 'line.kind',
  $is: kind,
}));
const OTHER_LINE =
  '{{ line.what }}: {{ line.rate | required }}, for {{ line.period | required }}, up to {{ line.cap | required }}. Invoiced as it comes, and not in the total of this draft; over the whole term: {{ line.amount | default: "not fixed" }}';
const PAYMENTS = { $each: 'form.billing.schedule', $as: 'payment' } as const;
const PAYMENT =
  'To be invoiced on {{ payment.on }}: {{ payment.amount | default: "as it comes" }} net of tax ({{ payment.what | default: "a part" }})';
const TERMS = 'Terms: {{ form.billing.terms }}. Purchase order: {{ form.billing.reference | default: "none" }}';
const ACCEPTED = 'Accepted on {{ form.acceptance.on }} ({{ form.acceptance.how | label }})';
const IN_USE = 'In use since {{ form.live.on }}, {{ form.live.seats }} seats';
export const AMOUNT = '{{ line.amount | required | number }}';

/** What differs between a draft of what was sold and one of what was delivered. */
export interface Drafted {
  /** Added to the name of the tool. */
  readonly suffix: string;
  readonly about: string;
  /** The last line, and what it tells. */
  readonly closing: string;
  readonly tells: string;
  /** Whether the form has the contact who gets the invoice. */
  readonly hasContact: boolean;
}

export const SOLD: Drafted = {
  suffix: '',
  about: 'of what was sold, for kinds that start when a deal is won',
  closing: TERMS,
  tells: 'the terms',
  hasContact: true,
};

export const DELIVERED: Drafted = {
  suffix: ': what was delivered',
  about:
    'of what was delivered, for kinds that start at delivery: use it instead of the draft of what was sold, as otherwise both are made',
  closing: ACCEPTED,
  tells: 'the acceptance',
  hasContact: false,
};

export const WENT_LIVE: Drafted = {
  suffix: ': what went live',
  about: 'of what went live, for kinds of subscriptions that start at delivery',
  closing: IN_USE,
  tells: 'the seats in use',
  hasContact: false,
};

/** How a tool writes lines. */
interface ToolLines {
  readonly fixed: object;
  readonly text: (text: string) => object;
  readonly payment: (text: string) => object;
}

/** Returns the lines of a draft as its tool writes them. */
export function draftLines({ closing }: Drafted, { fixed, text, payment }: ToolLines) {
  return [
    { ...FIXED_LINES, $do: fixed },
    ...OTHER_LINES.map((each) => ({ ...each, $do: text(OTHER_LINE) })),
    { ...PAYMENTS, $do: payment(PAYMENT) },
    text(closing),
  ];
}
