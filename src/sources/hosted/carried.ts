import { FORM_CONTROLS } from '../products/form.js';
import type { Carried } from './form-pages.js';

/** Parameters by which ad platforms and campaigns are known. */
const TOLD = /^(?:utm_\w{1,50}|gclid|gbraid|wbraid|fbclid|msclkid|li_fat_id|ttclid)$/;
const VALUE_MAX = 1_000;
const ADDRESS_MAX = 2_000;

/** @returns what a form sends besides what is filled in @param openedAt when it was first shown */
export function carriedFrom(
  {
    query,
    address,
    referrer,
  }: {
    readonly query: Readonly<Record<string, unknown>>;
    readonly address: string;
    readonly referrer: string | undefined;
  },
  openedAt: string,
): Carried[] {
  const told = Object.entries(query).flatMap(([name, value]) =>
    TOLD.test(name) && typeof value === 'string' && value !== '' ? [{ name, value: value.slice(0, VALUE_MAX) }] : [],
  );
  return [
    ...told,
    { name: 'landingPage', value: address.slice(0, ADDRESS_MAX) },
    ...(referrer === undefined || referrer === '' ? [] : [{ name: 'referrer', value: referrer.slice(0, ADDRESS_MAX) }]),
    { name: FORM_CONTROLS.openedAt, value: openedAt },
  ];
}
