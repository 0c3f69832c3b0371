/**
 * By what platforms know a click, a browser or an answer to a lead form again, and what each looks like. They are sent
 * as they were captured. No such text can be a formula in a table.
 */
export const CLICK_IDS = {
  gclid: /^[\w.~-]{1,1000}$/,
  gbraid: /^[\w.~-]{1,1000}$/,
  wbraid: /^[\w.~-]{1,1000}$/,
  metaLeadId: /^\d{15,17}$/,
  fbc: /^fb\.\d\.\d{10,13}\.[\w.~-]{1,900}$/,
  fbp: /^fb\.\d\.\d{10,13}\.[\w.~-]{1,900}$/,
  linkedinLeadId: /^(?:urn:li:leadGenFormResponse:)?[\w.~-]{1,900}$/,
  liFatId: /^[\w.~-]{1,1000}$/,
  msclkid: /^[\w.~-]{1,1000}$/,
  tiktokLeadId: /^\d{1,30}$/,
  ttclid: /^[\w.~-]{1,1000}$/,
} as const;
export type ClickId = keyof typeof CLICK_IDS;
/** What an `fbclid` is, of which an `fbc` is made. */
export const FBCLID = /^[\w.~-]{1,900}$/;

/** Whether what a lead came with under a name can be sent; what no platform has a form for can. */
export function isWellFormed(name: string, value: string): boolean {
  const form = name === 'fbclid' ? FBCLID : Object.hasOwn(CLICK_IDS, name) ? CLICK_IDS[name as ClickId] : null;
  return form === null || form.test(value);
}
