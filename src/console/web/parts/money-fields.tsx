import type { ComponentProps } from 'react';
import { InputField } from './fields.js';
import { faultOfAmount } from './money.js';

interface Props {
  readonly amount?: string | null;
  readonly currency?: string | null | undefined;
  readonly required?: boolean;
  readonly onChange?: (entered: { readonly amount: string; readonly currency: string }) => void;
}

/** Fields named `amount` and `currency`. */
export function MoneyFields({ amount, currency, required = true, onChange }: Props) {
  return (
    <div
      className="fields"
      onInput={({ currentTarget }) => {
        const entered = sayWhatIsWrong(currentTarget);
        if (entered !== null) onChange?.(entered);
      }}
    >
      <AmountField label="Amount" name="amount" required={required} defaultValue={amount ?? ''} />
      <CurrencyField required={required} defaultValue={currency ?? 'EUR'} />
    </div>
  );
}

/** @returns what is entered; null if that is wrong */
function sayWhatIsWrong(fields: HTMLElement) {
  const [amount, currency] = ['amount', 'currency'].map(
    (name) => fields.querySelector<HTMLInputElement>(`[name=${name}]`)!,
  );
  const wrong = faultOfAmount(amount!.value, currency!.value);
  amount!.setCustomValidity(wrong);
  if (wrong !== '') return null;
  return { amount: amount!.value.trim(), currency: currency!.value.trim().toUpperCase() };
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
