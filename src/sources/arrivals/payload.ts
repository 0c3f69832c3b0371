/** What a request brought: a payload of any shape, or nothing that can be read. */
export type ReadPayload = { readonly payload: unknown } | { readonly isUnreadable: true };

const UNREADABLE: ReadPayload = { isUnreadable: true };
const FORM = 'application/x-www-form-urlencoded';
/** Texts, and numbers as a whole: a part of one could match otherwise. A text without an end is taken to the end. */
const TEXTS_AND_NUMBERS = /"(?:[^"\\]|\\.)*(?:"|$)|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;
/** JavaScript does not keep all whole numbers of so many digits. */
const LONG_NUMBER = /^-?\d{16,}$/;
/** Some tools put it in quotation marks, as JSON. */
const TOKEN = /^\s*"?(eyJ[\w-]*)\.([\w-]+)\.([\w-]*)"?\s*$/;
const FIELDS_MAX = 5_000;

/** Reads a body by its type, and where the type says little, by what it looks like. */
export async function readPayload(contentType: string | undefined, bytes: Buffer): Promise<ReadPayload> {
  const type = (contentType ?? '').split(';')[0]!.trim().toLowerCase();
  if (type === 'multipart/form-data') return readMultipart(contentType!, bytes);
  const text = decoded(bytes, charsetOf(contentType));
  if (type === FORM) return { payload: fieldsOf(new URLSearchParams(text)) };
  const [, claims] = tokenIn(text) ?? [];
  if (claims !== undefined) return readJson(Buffer.from(claims, 'base64url').toString('utf8')) ?? UNREADABLE;
  return (
    readJson(text) ??
    (type.endsWith('json') || !text.includes('=') ? UNREADABLE : { payload: fieldsOf(new URLSearchParams(text)) })
  );
}

/**
 * Returns the parts of a body that is a JSON Web Token: header, claims, signature.
 * @returns null if it is none
 */
export function tokenIn(text: string): [header: string, claims: string, signature: string] | null {
  const [, header, claims, signature] = TOKEN.exec(text) ?? [];
  return header === undefined ? null : [header, claims!, signature!];
}

/**
 * Reads JSON, in which whole numbers of more digits than JavaScript keeps become text: ids of 64 bits would change.
 * @returns null if it is no object or list
 */
export function readJson(text: string): ReadPayload | null {
  try {
    const exact = text.replace(TEXTS_AND_NUMBERS, (found) => (LONG_NUMBER.test(found) ? `"${found}"` : found));
    const payload: unknown = JSON.parse(exact);
    return typeof payload === 'object' && payload !== null ? { payload } : null;
  } catch {
    return null;
  }
}

/** Files are not kept; their names are. */
async function readMultipart(contentType: string, bytes: Buffer): Promise<ReadPayload> {
  try {
    const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData();
    return { payload: fieldsOf(form) };
  } catch {
    return UNREADABLE;
  }
}

/** A field that comes several times is a list, such as the ticked boxes of one question. */
function fieldsOf(form: Iterable<[string, string | File]>): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [sentName, sent] of [...form].slice(0, FIELDS_MAX)) {
    const name = sentName.replace(/\[\]$/, '');
    if (name === '__proto__') continue;
    const value = typeof sent === 'string' ? sent : sent.name;
    const former = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (former === undefined || former === '') fields[name] = value;
    else if (Array.isArray(former)) former.push(value);
    else if (value !== '' && value !== former) fields[name] = [former, value];
  }
  return fields;
}

export function charsetOf(contentType: string | undefined): string | undefined {
  return /charset="?([\w-]+)/i.exec(contentType ?? '')?.[1];
}

/** Reads UTF-8, or what old pages send instead. */
export function decoded(bytes: Buffer, charset = 'utf-8'): string {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
