import { caseless } from '../platform/values/text.js';
import type { LeadDocument } from './lead.js';

/** Longer beginnings distinguish no leads. In code points, because half a surrogate pair is no text. */
const LENGTH_MAX = 100;
/** Per piece of text between spaces, since a landing page pasted as a name has more. */
const PARTS_MAX = 20;
const WORDS_MAX = 20;

const SPACES = /\s+/u;
const PLAIN = /^[a-z0-9]+$/;
const ASCII = /^\p{ASCII}*$/u;
const PARTS = /[\p{L}\p{N}\p{M}]+/gu;
const EDGES = /^[^\p{L}\p{N}\p{M}]+|[^\p{L}\p{N}\p{M}]+$/gu;

type Searched = Pick<LeadDocument, 'contact' | 'company' | 'externalId'>;

/**
 * Returns the folded texts by whose beginnings a lead is found: the words of its names and company, its address and id.
 * A piece of several parts is found from each part on: `ann.lee@example.com` also as `lee@example.com` and
 * `example.com`, `Smith-Jones` also as `jones`.
 */
export function wordsOf({ contact, company, externalId }: Searched): string[] {
  const words = new Set<string>();
  const names = [contact.name, contact.firstName, contact.lastName, company?.name, company?.domain, contact.email];
  for (const text of names) {
    if (text === undefined) continue;
    for (const piece of folded(text).split(SPACES)) {
      if (PLAIN.test(piece)) words.add(cut(piece));
      else for (const part of partsOf(piece)) words.add(cut(part));
    }
  }
  if (externalId !== null) {
    const id = folded(externalId);
    for (const text of [id, ...id.split(SPACES)]) words.add(cut(text));
  }
  words.delete('');
  return [...words];
}

/**
 * Returns a search as a `tsquery`: each word must begin one of the lead's. Quoted, so that none acts as an operator.
 */
export function questionOf(text: string): string {
  const pieces = [...new Set(folded(text).split(SPACES))].filter((piece) => piece !== '').slice(0, WORDS_MAX);
  return pieces.map((piece) => `(${[...new Set([piece, bare(piece)])].map(beginning).join(' | ')})`).join(' & ');
}

/** Accents of Latin, Greek and Cyrillic letters; marks in other scripts are letters of their own. */
const ACCENTS = /[\u0300-\u036f]/gu;

/** Removes case and accents, so that `Jürgen` is found from any keyboard. */
export function folded(text: string): string {
  const plain = caseless(text);
  return ASCII.test(plain) ? plain : plain.normalize('NFD').replace(ACCENTS, '').normalize('NFC').replaceAll('’', "'");
}

/** Returns the rest of a piece from each of its parts on; the piece itself if it has no letter or digit. */
function partsOf(piece: string): string[] {
  const core = bare(piece);
  const parts: string[] = [];
  for (const { index } of core.matchAll(PARTS)) {
    parts.push(core.slice(index));
    if (parts.length === PARTS_MAX) break;
  }
  return parts.length === 0 ? [piece] : parts;
}

/** Strips punctuation around a word: `"Kim",` becomes `Kim`. */
function bare(piece: string): string {
  return piece.replace(EDGES, '') || piece;
}

function cut(text: string): string {
  return text.length <= LENGTH_MAX ? text : Array.from(text).slice(0, LENGTH_MAX).join('');
}

function beginning(text: string): string {
  return `'${cut(text).replace(/['\\]/g, '$&$&')}':*`;
}
