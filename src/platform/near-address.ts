import { distance } from 'fastest-levenshtein';

/** Longer addresses are not compared: nobody has typed them, and anybody may send them. */
const COMPARED_MAX = 150;
const VERSION = 'v1';

/**
 * The address that was most likely meant: with as many parts, of which each differs in at most a third of its letters.
 * @param routes as the server knows them: `/v1/leads/:id`
 * @returns as the document of the API writes it: `/v1/leads/{id}`; null where none is near, or two are as near
 */
export function nearAddress(path: string, routes: readonly string[]): string | null {
  if (path.length > COMPARED_MAX) return null;
  const parts = partsOf(path.toLowerCase());
  const begun = parts.indexOf(VERSION);
  // `/leads` and `/api/v1/leads` mean `/v1/leads`.
  const asked = [parts, begun === -1 ? [VERSION, ...parts] : parts.slice(begun)];
  const near = [...new Set(routes)]
    .filter((route) => !route.includes('*'))
    .map((route) => ({ route, apart: Math.min(...asked.map((each) => apart(each, partsOf(route)))) }))
    .filter((each) => each.apart < Number.POSITIVE_INFINITY)
    .sort((one, other) => one.apart - other.apart);
  const [first, second] = near;
  if (first === undefined || first.apart === second?.apart) return null;
  return first.route.replaceAll(/:(\w+)/g, '{$1}');
}

/** In how many letters they differ; infinite where a part differs in too many. */
function apart(asked: readonly string[], route: readonly string[]): number {
  if (asked.length !== route.length || asked.length === 0) return Number.POSITIVE_INFINITY;
  return asked.reduce((sum, part, index) => sum + partsApart(part, route[index]!), 0);
}

function partsApart(asked: string, part: string): number {
  if (part.startsWith(':')) return 0;
  const letters = distance(asked, part.toLowerCase());
  return letters <= Math.floor(Math.max(asked.length, part.length) / 3) ? letters : Number.POSITIVE_INFINITY;
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}
