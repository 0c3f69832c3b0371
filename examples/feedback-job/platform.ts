import type { Answer, Http, Question } from './http.js';
import { type Request, Trouble } from './touchline.js';

/** What is wrong with an item, as the platform calls it. */
export interface Fault {
  readonly code: string;
  readonly message: string;
}

/** What an answer says of the items of a request, by their places. */
export type Meaning =
  /** All were taken but these. */
  | { readonly is: 'taken'; readonly failed: ReadonlyMap<number, Fault> }
  /** None was, because of these; where it names none, because of some. */
  | { readonly is: 'refused'; readonly failed: ReadonlyMap<number, Fault>; readonly fault: Fault }
  /** It says the same of all: busy, or an account that is broken. */
  | { readonly is: 'all'; readonly fault: Fault };

/** What a platform says later of what it has taken: of all, or of some that it names. */
export type Outcome = 'not yet' | { readonly accepted: readonly number[]; readonly failed: ReadonlyMap<number, Fault> };

export interface Platform {
  /** Headers by which it knows us. @throws Refused where it does not, Unreachable where nobody answers */
  headers(http: Http, isAnew: boolean): Promise<Readonly<Record<string, string>>>;
  meaningOf(answer: Answer, items: number): Meaning;
  /** By what it finds the request again, where only later it says what it has accepted. */
  idOf?(request: Request, answer: Answer): string | null;
  question?(request: Pick<Request, 'url' | 'headers'>, id: string): Question;
  outcomeOf?(answer: Answer, id: string, items: number): Outcome;
}

/** The platform gives nobody in our name a token: nothing of the account is taken. */
export class Refused extends Error {}
/** Nobody knows yet whether it would. */
export class Unreachable extends Error {}

export function isSuccess({ status }: Answer): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** What every server says alike, in codes that Touchline knows: it is busy, or does not know us. Null where it says more. */
export function meaningOfStatus({ status }: Answer): Meaning | null {
  if (status === null) return all('noAnswer', 'No answer came.');
  const isKnown = status === 401 || status === 403 || status === 408 || status === 429 || status >= 500;
  return isKnown ? all(`http${status}`, `The platform answered ${status}.`) : null;
}

export function all(code: string, message: string): Meaning {
  return { is: 'all', fault: { code, message } };
}

/** A request that was refused whole. @param named the places that are to blame; of a single item it is that one */
export function refused(fault: Fault, named: readonly number[], items: number): Meaning {
  const places = items === 1 ? [0] : named.filter((place) => place < items);
  return { is: 'refused', fault, failed: new Map(places.map((place) => [place, fault])) };
}

/** A secret from the environment. @throws Trouble where it is missing */
export function secret(name: string): string {
  const value = process.env[name] ?? '';
  if (value === '') throw new Trouble(`${name} is not set`);
  return value;
}
