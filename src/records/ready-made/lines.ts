/** Lines of a form's billing arrangement: fixed ones are invoiced at once, others are only listed as text. */
export const FIXED_LINES = { $each: 'form.billing.lines', $as: 'line', $when: 'line.kind', $is: 'fixed' } as const;
export const OTHER_LINES = ['retainer', 'timeAndMaterial', 'usage'].map((kind) => ({
  $each: 'form.billing.lines',
  $as: 'line',
  $when: 'line.kind',
  $is: kind,
}));
export const OTHER_LINE =
  '{{ line.what }}: {{ line.rate | required }}, for {{ line.period | required }}, up to {{ line.cap | required }}. Invoiced as it comes, and not in the total of this draft; over the whole term: {{ line.amount | default: "not fixed" }}';
export const PAYMENTS = { $each: 'form.billing.schedule', $as: 'payment' } as const;
export const PAYMENT =
  'To be invoiced on {{ payment.on }}: {{ payment.amount | default: "as it comes" }} net of tax ({{ payment.what | default: "a part" }})';
export const TERMS = 'Terms: {{ form.billing.terms }}. Purchase order: {{ form.billing.reference | default: "none" }}';
export const AMOUNT = '{{ line.amount | required | number }}';
