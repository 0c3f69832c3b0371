/*
 * The script for the pages of a company (`/in.js`). It adds to forms of connections where their visitor came from, and
 * sends a copy of forms that go elsewhere. It sets no cookie, and stores nothing before somebody has agreed to it.
 */

type Origin = Record<string, string>;

const script = document.currentScript as HTMLScriptElement;
const base = script.src.replace(/in\.js.*/, 'in/');
const openedAt = Date.now();

/** Its place in the storage of the session. */
const STORED = 'touchline';
const CLICK_IDS = ['gclid', 'gbraid', 'wbraid', 'fbclid', 'msclkid', 'li_fat_id', 'ttclid'];
const CAMPAIGN = /^utm_\w+$/;

const here = fromAddress();

/** For tools that ask for consent: `touchline.consent()`, or `touchline.consent(false)` if it is withdrawn. */
const consent = (isGiven = true) => {
  try {
    if (!isGiven) sessionStorage.removeItem(STORED);
    // What a campaign led to takes the place of what was before.
    else if (stored() === null || Object.keys(here).some(isOfCampaign))
      sessionStorage.setItem(STORED, JSON.stringify(here));
  } catch {
    // Some browsers let no page store anything.
  }
};
(window as { touchline?: object }).touchline = { consent };
const { consent: given } = script.dataset;
// What is stored says that they have agreed to it on an earlier page.
if (given === 'granted' || (given !== 'denied' && stored() !== null)) consent();
else if (given === 'denied') consent(false);

// Whoever sends a form reads it first, also from a script, and nothing on the page changes.
document.addEventListener('formdata', ({ target, formData }) => {
  if (isOurs(target as HTMLFormElement)) addTo(formData);
});

const copied = new WeakMap<HTMLFormElement, string>();
document.addEventListener(
  'submit',
  ({ target }) => {
    const form = target as HTMLFormElement;
    const key = form.dataset.touchline;
    if (key !== undefined && !isOurs(form)) copy(form, key || script.dataset.key || '');
  },
  // Before scripts of the form, which may stop the event.
  true,
);

/** Whether it goes to a connection itself. Its field `action` would hide the property. */
function isOurs(form: HTMLFormElement): boolean {
  return form.getAttribute('action')?.startsWith(base) === true;
}

/** Sends a copy of a form beside it. The form does not wait for it. */
function copy(form: HTMLFormElement, key: string): void {
  const data = new FormData(form);
  for (const { name, type } of form.elements as unknown as Iterable<HTMLInputElement>)
    if (type === 'password' || type === 'file') data.delete(name);
  // Scripts let people send a form again after a fault of theirs.
  const said = JSON.stringify([...data]);
  if (copied.get(form) === said) return;
  copied.set(form, said);
  addTo(data);
  const body = new URLSearchParams(data as unknown as Origin);
  if (!navigator.sendBeacon(base + key, body)) void fetch(base + key, { method: 'POST', body, mode: 'no-cors' });
}

function addTo(data: FormData): void {
  const values = { ...fromCookies(), ...(stored() ?? here), _openFor: `${Date.now() - openedAt}` };
  for (const [name, value] of Object.entries(values)) if (!data.get(name)) data.set(name, value);
}

/** Where the visitor of this page came from. */
function fromAddress(): Origin {
  const told = [...new URLSearchParams(location.search)].filter(([name, value]) => value && isOfCampaign(name));
  const origin = Object.fromEntries(told.map(([name, value]) => [name, value.slice(0, 1_000)]));
  if (CLICK_IDS.some((name) => origin[name])) origin['clickIds.clickedAt'] = new Date().toISOString();
  origin.landingPage = location.href.slice(0, 2_000);
  if (document.referrer) origin.referrer = document.referrer.slice(0, 2_000);
  return origin;
}

function isOfCampaign(name: string): boolean {
  return CLICK_IDS.includes(name) || CAMPAIGN.test(name);
}

/** Click ids in the cookies of ad platforms: that of Google is `GCL.<seconds>.<id>`. */
function fromCookies(): Origin {
  const cookie = (name: string) => new RegExp(`(?:^|; )${name}=([^;]+)`).exec(document.cookie)?.[1];
  const found = {
    gclid: cookie('_gcl_aw')?.split('.').slice(2).join('.'),
    fbc: cookie('_fbc'),
    fbp: cookie('_fbp'),
    li_fat_id: cookie('li_fat_id'),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value)) as Origin;
}

/** Where the visitor came from before, if they have agreed that it is stored. */
function stored(): Origin | null {
  try {
    return JSON.parse(sessionStorage.getItem(STORED)!);
  } catch {
    return null;
  }
}
