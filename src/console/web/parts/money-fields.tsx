import type { ComponentProps } from 'react';
import { InputField } from './fields.js';

interface Props {
  readonly amount?: string | null;
  readonly currency?: string | null | undefined;
  readonly required?: boolean;
}

/** Fields named `amount` and `currency`. */
export function MoneyFields({ amount, currency, required = true }: Props) {
  return (
    <div className="fields" onInput={({ currentTarget }) => sayWhereTooFine(currentTarget)}>
      <AmountField label="Amount" name="amount" required={required} defaultValue={amount ?? ''} />
      <CurrencyField required={required} defaultValue={currency ?? 'EUR'} />
    </div>
  );
}

/** Rejects more decimals than the currency has: the API would refuse them only when a contract is made of it. */
function sayWhereTooFine(fields: HTMLElement): void {
  const [amount, currency] = ['amount', 'currency'].map(
    (name) => fields.querySelector<HTMLInputElement>(`[name=${name}]`)!,
  );
  const code = currency!.value.toUpperCase();
  const [, decimals = ''] = amount!.value.trim().split('.');
  const most = /^[A-Z]{3}$/.test(code)
    ? new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions().maximumFractionDigits!
    : decimals.length;
  amount!.setCustomValidity(decimals.length > most ? `At most ${most} decimals, as ${code} has.` : '');
}

/** An amount in the API's format: a decimal without thousands separators. */
export function AmountField(props: ComponentProps<typeof InputField>) {
  return (
    <InputField
      inputMode="decimal"
      pattern="\d+([.]\d+)?"
      title="A number such as 1200.50"
      autoComplete="off"
      className="amount"
      {...props}
    />
  );
}

export function CurrencyField(props: Omit<ComponentProps<typeof InputField>, 'label'>) {
  return (
    <InputField
      label="Currency"
      name="currency"
      pattern="[A-Za-z]{3}"
      title="Three letters, such as EUR"
      maxLength={3}
      size={4}
      autoComplete="off"
      {...props}
    />
  );
}
