/* Formats amounts, which are decimal text, and shares, which are text or numbers. Nothing is computed here. */

/** `EUR 12,000.00`; a dash for null. */
export function money(amount: string | null, currency: string | null): string {
  if (amount === null || currency === null) return '–';
  return formatOf({ style: 'currency', currency, currencyDisplay: 'code', maximumFractionDigits: 4 }).format(
    amount as `${number}`,
  );
}

/** `12,000.00`, without the currency. */
export function amountAlone(amount: string): string {
  const digits = amount.split('.')[1]?.length ?? 0;
  return formatOf({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(amount as `${number}`);
}

/** A share such as 0.97: `97 %`; a dash for null. */
export const percent = (share: number | null): string => percentage(share, 0);

/** A share such as 0.9722 or `"0.9722"`: `97.22 %`; a dash for null. */
export function percentage(share: number | string | null, digits = 2): string {
  if (share === null) return '–';
  return formatOf({ style: 'percent', maximumFractionDigits: digits })
    .format(share as `${number}`)
    .replace('%', ' %');
}

const AMOUNT_FORM = 'Write a point before the decimals and nothing between thousands, such as 12000.50.';

/**
 * Says what is wrong with a typed amount; empty if nothing is. Other ways to write it are refused, not guessed: `12.000`
 * is twelve to some and twelve thousand to others. More decimals than the currency has would be refused only when a
 * contract is made of it.
 */
export function faultOfAmount(typed: string, currency = ''): string {
  const text = typed.trim();
  if (text === '') return '';
  const found = /^\d+(?:\.(\d+))?$/.exec(text);
  if (found === null) return AMOUNT_FORM;
  const [, decimals = ''] = found;
  const code = currency.trim().toUpperCase();
  if (!/^[A-Z]{3}$/.test(code)) return '';
  const most = formatOf({ style: 'currency', currency: code }).resolvedOptions().maximumFractionDigits!;
  return decimals.length > most ? `${code} has at most ${most} decimals. ${AMOUNT_FORM}` : '';
}

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.NumberFormat('en-GB', options);
  formats.set(key, known);
  return known;
}
