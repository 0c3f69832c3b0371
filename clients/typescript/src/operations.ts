import type { paths } from './api.js';

/*
 * What is sent to each route and what it answers, read out of the types that are made of the document of the API.
 */

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

type OperationOf<Path extends keyof paths, By extends Method> = Exclude<paths[Path][By], undefined>;

/** The paths that have a route by this method. */
export type PathOf<By extends Method> = {
  [Path in keyof paths]: [OperationOf<Path, By>] extends [never] ? never : Path;
}[keyof paths];

type Json<Has> = Has extends { content: { 'application/json': infer Body } } ? Body : never;

type Path<Given> = Given extends { path: infer Names } ? { readonly path: Readonly<Names> } : Record<never, never>;
type Query<Given> = Given extends { query?: infer Names }
  ? [Exclude<Names, undefined>] extends [never]
    ? Record<never, never>
    : { readonly query?: Readonly<Exclude<Names, undefined>> }
  : Record<never, never>;
type Body<Operation> = Operation extends { requestBody: infer Sent }
  ? { readonly body: Json<Sent> }
  : Operation extends { requestBody?: infer Sent }
    ? [Exclude<Sent, undefined>] extends [never]
      ? Record<never, never>
      : { readonly body?: Json<Exclude<Sent, undefined>> }
    : Record<never, never>;

/** What every request may say. */
export interface Asking {
  /** The version that is meant, as an `ETag` said it: `"3"`. */
  readonly ifMatch?: string;
  /** Of a `POST`: the same key sent again is the same request. Without one each call has its own. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

/** Operation by operation: else the compiler multiplies the paths, the queries and the bodies of all with each other. */
type AskedOf<Operation> = Operation extends { parameters: infer Given }
  ? Flat<Path<Given> & Query<Given> & Body<Operation> & Asking>
  : never;
type Flat<Given> = { readonly [Name in keyof Given]: Given[Name] };

export type Asked<Route extends keyof paths, By extends Method> = AskedOf<OperationOf<Route, By>>;

type Succeeded = 200 | 201 | 202;
type AnswerOf<Operation> = Operation extends { responses: infer All }
  ? {
      [Status in keyof All]: Status extends Succeeded ? Json<All[Status]> : Status extends 204 ? undefined : never;
    }[keyof All]
  : never;

/** What a route answers when all goes well. */
export type Answered<Route extends keyof paths, By extends Method> = AnswerOf<OperationOf<Route, By>>;

/** Nothing has to be said where nothing is required. */
export type Arguments<Given> = Record<never, never> extends Given ? [asked?: Given] : [asked: Given];
