import { durationInWords } from './duration.js';
import { inLocalTime } from './times.js';
import { spelledOut, titled } from './words.js';

/* Sentences of the API also address programs, and name routes, fields and ids. The console removes those. */

const ROUTE = '(?:GET|POST|PUT|PATCH|DELETE) /v1';
/** The end of a sentence. A point within a name or a number is not one. */
const END = '(?:\\.(?=\\s|$)|$)';

const IDS = / \([\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\)/g;
const FIELDS_IN_BRACKETS = / \(`[^`]*`\)/g;
const ROUTES_IN_BRACKETS = new RegExp(` \\([^()]*${ROUTE}[^()]*\\)`, 'g');
const ROUTES_IN_MARKS = new RegExp(`\`${ROUTE}[^\`]*\``, 'g');
/** `To change the order: PUT /v1/routing.`, `GET /v1/sources/unknown lists them.` */
const ADVICE = new RegExp(`(^|(?<=\\. ))(?:To [^.:]*: )?\`?${ROUTE}.*?${END} ?`, 'g');
/** `… are closed: one of GET /v1/holiday-regions.` */
const LISTED = new RegExp(`[:,] one of \`${ROUTE}[^\`]*\``, 'g');
/** `… is not set: PUT /v1/routing with the id of a rep.` */
const REMEDY = new RegExp(`: ${ROUTE}.*?${END}`, 'g');
const DURATION = /\bP(?=T?\d)(?:\d+W)?(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?\b/g;
/** Neither a part of a URN such as `urn:li:sponsoredAccount:…` nor of a path such as `account.ownerRepId`. */
const FIELD = /(?<![\w.:])[a-z]+(?:[A-Z][a-z]+|A(?=[A-Z]))+\b(?![.:]\w)/g;
/** `send `applyTo: "open"` to include them`, `with `time: "elapsed"`` */
const CHOICE = /(\bsend )?`(\w+): "(\w+)"`/g;
const WORD = /`([a-z][\w.:]*)`/g;
/** `(409; in a batch `invalid`)` */
const STATUSES_IN_BRACKETS = / \([45]\d\d\b[^()]*\)/g;
/** `"owner", "pool" or { "calendarId" }` */
const OBJECT = /\{ ("\w+"(?:, "\w+")*) \}/g;
/** An empty choice of a form: `… within a time, or null for no limit`. */
const OR_NULL = /,? or null\b(?: for no [a-z]+)?/g;
/** Shown beside the field, which has another name there. */
const MISSING = /^"\w+" is required\.$/;
/** Quoted names that users chose stay unchanged. */
const QUOTED = /("[^"]*"|“[^”]*”)/;

/** What users read in place of names of the API. */
export interface Labels {
  readonly field: (name: string) => string;
  readonly value: (value: string, field: string) => string;
  /** Returns the label of a field or a value, if it is one that the user sees. */
  readonly word?: (word: string) => string | undefined;
}

const SPELLED_OUT: Labels = { field: titled, value: titled };

/**
 * Rewrites a sentence of the API for users: without routes, statuses and ids, with fields, durations and times in words.
 */
export function forPeople(sentence: string, labels = SPELLED_OUT): string {
  const shorter = sentence
    .replaceAll(IDS, '')
    .replaceAll(STATUSES_IN_BRACKETS, '')
    .replaceAll(FIELDS_IN_BRACKETS, '')
    .replaceAll(ROUTES_IN_BRACKETS, '')
    .replaceAll(LISTED, '')
    .replaceAll(ADVICE, '')
    .replaceAll(ROUTES_IN_MARKS, 'the API')
    .replaceAll(REMEDY, '.')
    .replaceAll(CHOICE, (_, sent: string | undefined, name: string, value: string) => {
      return `${sent === undefined ? '' : 'choose '}“${labels.value(value, name)}” at “${labels.field(name)}”`;
    })
    .replaceAll(WORD, (code, word: string) => {
      const label = labels.word?.(word);
      return label === undefined ? code : `“${label}”`;
    })
    .replaceAll(OBJECT, (_, names: string) => names.replaceAll('"', '').replaceAll(', ', ' and '))
    .replaceAll(OR_NULL, '')
    .replace(MISSING, 'This is required.')
    .replaceAll('`', '')
    .trim();
  const parts = shorter.split(QUOTED).map((part, at) => (at % 2 === 1 ? part : inWords(part)));
  return parts.join('');
}

const inWords = (text: string): string =>
  inLocalTime(text)
    .replaceAll(DURATION, (duration) => durationInWords(duration) ?? duration)
    .replaceAll(FIELD, (name) => spelledOut(name.replace(/Id(s?)$/, '$1')));
