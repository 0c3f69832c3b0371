import { type Fault, fault, step } from '../platform/input/fault.js';

export const LINKED = ['lead', 'deal', 'account', 'contract'] as const;
type Linked = (typeof LINKED)[number];

/** Templates of web addresses by system: one for all kinds, or one for each kind. */
export type RefLinks = Readonly<Record<string, string | Readonly<Partial<Record<Linked, string>>>>>;

const PLACE = '{id}';

/** @param refs the ids of the record in other systems */
export function linksOf(
  kind: Linked,
  refs: Readonly<Record<string, string>> | null,
  { refLinks }: { readonly refLinks: RefLinks },
): { links?: Record<string, string> } {
  if (refs === null) return {};
  const links = Object.entries(refs).flatMap(([system, id]): [string, string][] => {
    const template = Object.hasOwn(refLinks, system) ? refLinks[system]! : {};
    const written = typeof template === 'string' ? template : template[kind];
    return written === undefined ? [] : [[system, filled(written, id)]];
  });
  return links.length === 0 ? {} : { links: Object.fromEntries(links) };
}

function filled(template: string, id: string): string {
  return template.replaceAll(PLACE, encodeURIComponent(id));
}

/** Checks the templates: an id may determine a page of a system, but never its host. */
export function faultsOfRefLinks(refLinks: RefLinks): Fault[] {
  return Object.entries(refLinks).flatMap(([system, template]) => {
    const at = `/refLinks${step(system)}`;
    const written: [string, string][] =
      typeof template === 'string'
        ? [[at, template]]
        : Object.entries(template).map(([kind, each]) => [`${at}/${kind}`, each]);
    return written.filter(([, each]) => !isAddress(each)).map(([pointer]) => fault(pointer, 'url', EXPECTED_ADDRESS));
  });
}

const EXPECTED_ADDRESS =
  'Expected a web address with {id} behind its host, for example "https://crm.example.com/records/{id}".';

function isAddress(template: string): boolean {
  const [one, other] = [filled(template, '1'), filled(template, '2')];
  if (!template.includes(PLACE) || !URL.canParse(one) || !URL.canParse(other)) return false;
  const { protocol, host, username, password } = new URL(one);
  return /^https?:$/.test(protocol) && username + password === '' && host === new URL(other).host;
}
