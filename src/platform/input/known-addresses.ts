import { distance } from 'fastest-levenshtein';

/** Longer addresses are not compared: no person types them, but anybody may send them. */
const ADDRESS_MAX = 150;
const VERSION = 'v1';
/** More are not listed: nobody reads them all. */
const BELOW_MAX = 20;
/** Less than a letter: of two addresses that fit, the one without an id is nearer. */
const ID_APART = 0.1;

/** An address as the server knows it, `/v1/leads/:id`, and its parts. */
interface KnownAddress {
  readonly route: string;
  readonly parts: readonly string[];
  /** In lower case. */
  readonly compared: readonly string[];
}

/**
 * The addresses of all routes, by their number of parts. A search takes microseconds: anybody may ask for addresses that
 * do not exist.
 */
export class KnownAddresses {
  private readonly byLength = new Map<number, KnownAddress[]>();

  /** @param routes as the server knows them: `/v1/leads/:id` */
  constructor(routes: Iterable<string>) {
    for (const route of new Set(routes)) {
      if (route.includes('*')) continue;
      const parts = partsOf(route);
      const ofLength = this.byLength.get(parts.length);
      const known = { route, parts, compared: parts.map((part) => part.toLowerCase()) };
      if (ofLength === undefined) this.byLength.set(parts.length, [known]);
      else ofLength.push(known);
    }
  }

  /**
   * Returns the address that was most likely meant. It has as many parts, and each differs in at most a third of its
   * letters.
   * @returns the address as the API document writes it: `/v1/leads/{id}`; null if none is near, or two are equally near
   */
  near(path: string): string | null {
    if (path.length > ADDRESS_MAX) return null;
    const parts = partsOf(path.toLowerCase());
    const begun = parts.indexOf(VERSION);
    const near = new Map<string, number>();
    // `/leads` and `/api/v1/leads` mean `/v1/leads`.
    for (const meant of [parts, begun === -1 ? [VERSION, ...parts] : parts.slice(begun)])
      for (const { route, compared } of this.ofLength(meant)) {
        const apart = partsApart(meant, compared);
        if (apart < (near.get(route) ?? Number.POSITIVE_INFINITY)) near.set(route, apart);
      }
    const [first, second] = [...near].sort(([, one], [, other]) => one - other);
    if (first === undefined || first[1] === second?.[1]) return null;
    return first[0].replaceAll(/:(\w+)/g, '{$1}');
  }

  /** Returns the addresses that continue the given one by one part. Empty if there are more than a person would read. */
  below(path: string): readonly string[] {
    const parts = partsOf(path);
    const below = (this.byLength.get(parts.length + 1) ?? [])
      .filter(({ route, parts: all }) => !route.includes(':') && parts.every((part, index) => part === all[index]))
      .map(({ route }) => route);
    return parts.length === 0 || below.length > BELOW_MAX ? [] : below.sort();
  }

  /** Returns the routes that match a path: `/v1/leads/7` is at `/v1/leads/:id`. */
  at(path: string): readonly string[] {
    const given = path.split('/').slice(1);
    if (given.some((part) => part === '')) return [];
    return this.ofLength(given)
      .filter(({ parts }) => parts.every((part, index) => part === given[index] || part.startsWith(':')))
      .map(({ route }) => route);
  }

  private ofLength({ length }: readonly string[]): readonly KnownAddress[] {
    return length === 0 ? [] : (this.byLength.get(length) ?? []);
  }
}

/** Counts the letters in which two addresses differ; infinite if a part differs in too many. */
function partsApart(requested: readonly string[], known: readonly string[]): number {
  let sum = 0;
  for (const [index, part] of known.entries()) {
    if (part.startsWith(':')) sum += ID_APART;
    else sum += lettersApart(requested[index]!, part);
    if (sum === Number.POSITIVE_INFINITY) return sum;
  }
  return sum;
}

function lettersApart(requested: string, part: string): number {
  if (requested === part) return 0;
  const most = Math.floor(Math.max(requested.length, part.length) / 3);
  // Rules out nearly all, at once.
  if (Math.abs(requested.length - part.length) > most) return Number.POSITIVE_INFINITY;
  const letters = distance(requested, part);
  return letters <= most ? letters : Number.POSITIVE_INFINITY;
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}
