import type { ComponentProps } from 'react';
import { InputField } from './fields.js';
import { faultOfAmount } from './money.js';

interface Props {
  readonly amount?: string | null;
  readonly currency?: string | null | undefined;
  readonly required?: boolean;
}

/** Fields named `amount` and `currency`. */
export function MoneyFields({ amount, currency, required = true }: Props) {
  return (
    <div className="fields" onInput={({ currentTarget }) => sayWhatIsWrong(currentTarget)}>
      <AmountField label="Amount" name="amount" required={required} defaultValue={amount ?? ''} />
      <CurrencyField required={required} defaultValue={currency ?? 'EUR'} />
    </div>
  );
}

function sayWhatIsWrong(fields: HTMLElement): void {
  const [amount, currency] = ['amount', 'currency'].map(
    (name) => fields.querySelector<HTMLInputElement>(`[name=${name}]`)!,
  );
  amount!.setCustomValidity(faultOfAmount(amount!.value, currency!.value));
}

/** An amount in the API's format: a decimal without thousands separators. */
export function AmountField(props: ComponentProps<typeof InputField>) {
  return (
    <InputField
      inputMode="decimal"
      onInput={({ currentTarget }) => currentTarget.setCustomValidity(faultOfAmount(currentTarget.value))}
      title="A number such as 12000.50"
      autoComplete="off"
      className="amount"
      {...props}
    />
  );
}

export function CurrencyField(props: Partial<ComponentProps<typeof InputField>>) {
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
