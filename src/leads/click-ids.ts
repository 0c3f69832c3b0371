/**
 * The ids with which platforms recognise a click, a browser or a lead form's submission, and their formats. They are
 * sent as captured. None of the formats allows a spreadsheet formula.
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
/** The format of an `fbclid`, from which an `fbc` is built. */
export const FBCLID = /^[\w.~-]{1,900}$/;

/** Whether a captured id has its platform's format; true for names without one. */
export function isWellFormed(name: string, value: string): boolean {
  const form = name === 'fbclid' ? FBCLID : Object.hasOwn(CLICK_IDS, name) ? CLICK_IDS[name as ClickId] : null;
  return form === null || form.test(value);
}
