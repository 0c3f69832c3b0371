import type { NOT_KEPT, REFUSES } from '../http/operation.js';

/* The parts of the API document that its generation uses. */

type Json = Readonly<Record<string, unknown>>;
export interface Content {
  readonly [type: string]: { readonly schema?: Json; readonly examples?: Json };
}
export interface Response {
  readonly description: string;
  readonly headers?: Json;
  readonly content?: Content;
  /** Codes of docs/problems.md. */
  readonly 'x-problems'?: readonly string[];
}
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly [field: string]: unknown;
}
export interface DocumentedOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, Response>>;
  readonly security?: readonly object[];
  readonly 'x-scopes'?: readonly string[];
  readonly [REFUSES]?: readonly string[];
  readonly [NOT_KEPT]?: true;
}
