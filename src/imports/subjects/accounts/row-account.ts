import { ACCOUNT_TYPES } from '../../../deals/accounts/account.js';
import { companyDomain } from '../../../leads/company.js';
import type { RepRow } from '../../../people/rep.table.js';
import type { RowFields } from '../row-fields.js';

interface Contact {
  readonly email?: string;
  readonly phone?: string;
}

/** What one or several rows, and the account that is there, say together. */
export interface Gathered {
  readonly domains: readonly string[];
  readonly brands: readonly string[];
  readonly contacts: readonly Contact[];
}

/** An account as a batch has it, with what other rows of it add to. */
export interface RowAccount extends Gathered {
  readonly ref: { readonly system: string; readonly id: string } | undefined;
  readonly rest: Readonly<Record<string, unknown>>;
}

const ROLES = ['sales', 'manager', 'delivery'] as const;

/** Reads a row of accounts as an entry of `PUT /v1/accounts/batch`. */
export function accountOfRow(row: RowFields, reps: readonly RepRow[]): RowAccount | { readonly why: string } {
  const refs = row.refs();
  const [first] = Object.entries(refs);
  const roles = Object.fromEntries(
    ROLES.flatMap((role) => {
      const repId = row.rep(`roles.${role}`, reps);
      return repId === undefined ? [] : [[role, repId]];
    }),
  );
  const ownerRepId = row.rep('owner', reps);
  const type = row.word('type', ACCOUNT_TYPES);
  const protectedUntil = row.iso('protectedUntil');
  const name = row.text('name');
  const domains = row.list('domains') ?? [];
  const account = {
    ref: first && { system: first[0], id: first[1] },
    domains: domains.map(asKept),
    brands: (row.list('brands') ?? []).map(asKept),
    contacts: contactsOf(row.list('contact.email') ?? [], row.list('contact.phone') ?? []),
    rest: {
      ...(name !== undefined && { name }),
      ...(Object.keys(refs).length > 0 && { refs }),
      ...(ownerRepId !== undefined && { ownerRepId }),
      ...(Object.keys(roles).length > 0 && { roles }),
      ...(type !== undefined && { type }),
      ...(protectedUntil !== undefined && { protectedUntil }),
    },
  };
  if (first === undefined && domains.length === 0)
    row.refuse('', 'It has neither a domain nor an id in another system, by which it would be found again.');
  return row.why === null ? account : { why: row.why };
}

/** Adds what a row says to what is known. Nothing that is known is taken away. */
export function gather(known: Gathered, { domains, brands, contacts }: Gathered): Gathered {
  const own = [...new Set([...known.domains, ...domains])];
  return {
    domains: own.filter((each) => !known.brands.includes(each)),
    brands: [...new Set([...known.brands, ...brands])].filter(
      (each) => !own.includes(each) || known.brands.includes(each),
    ),
    contacts: [...new Map([...known.contacts, ...contacts].map((each) => [keyOf(each), each])).values()],
  };
}

/** A row says one person, or several addresses. */
function contactsOf(emails: readonly string[], phones: readonly string[]): Contact[] {
  if (emails.length <= 1 && phones.length <= 1) {
    const [[email], [phone]] = [emails, phones];
    const contact = { ...(email !== undefined && { email }), ...(phone !== undefined && { phone }) };
    return Object.keys(contact).length === 0 ? [] : [contact];
  }
  return [...emails.map((email) => ({ email })), ...phones.map((phone) => ({ phone }))];
}

function keyOf({ email = '', phone = '' }: Contact): string {
  return `${email.toLowerCase()} ${phone.replaceAll(/\D/g, '')}`;
}

function asKept(domain: string): string {
  return companyDomain(domain) ?? domain;
}

/** Returns the field of a row that a pointer into the entry means. */
export function fieldAt(pointer: string): string {
  const [first = '', second = '', third = ''] = pointer.split('/').slice(1);
  if (first === 'contacts') return `contact.${third === '' ? 'email' : third}`;
  if (first === 'ownerRepId') return 'owner';
  return first === 'refs' || first === 'roles'
    ? `${first}.${second.replaceAll('~1', '/').replaceAll('~0', '~')}`
    : first;
}
