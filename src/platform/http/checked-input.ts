import { isId } from '../input/formats.js';
import 'reflect-metadata';
import { Body, Headers, Param, PipeTransform, Query } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiParam, ApiQuery } from '@nestjs/swagger';
import type { TObject, TSchema } from '@sinclair/typebox';
import { faultsOf, faultsOfQuery, readBody } from '../input/checked.js';
import { faultsElsewhere } from '../input/fault.js';
import { NotFoundError, refuse } from '../input/refusal.js';
import { normaliseText } from '../values/text.js';

/*
 * One TypeBox schema is the type, the check and the documentation of an input (docs/adr/0001-one-schema.md).
 * These decorators put it on a route: what reaches the controller is complete, normalised and typed.
 */

interface BodyOptions {
  /** The route normalises the parts of the body itself, so that a fault in one does not refuse the others. */
  readonly rawText?: boolean;
  /** A missing body counts as an empty one. */
  readonly mayBeAbsent?: boolean;
  /** Schema that the API document shows instead, for a route that checks the parts itself. */
  readonly documented?: TSchema;
}

class BodyPipe implements PipeTransform {
  constructor(
    private readonly schema: TSchema,
    private readonly options: BodyOptions,
  ) {}

  transform(body: unknown): unknown {
    const { rawText = false, mayBeAbsent = false } = this.options;
    const sent = mayBeAbsent && body === undefined ? {} : body;
    const read = rawText ? { body: sent, faults: faultsOf(this.schema, sent) } : readBody(this.schema, sent);
    refuse(read.faults);
    return read.body;
  }
}

class QueryPipe implements PipeTransform {
  constructor(private readonly schema: TSchema) {}

  transform(query: unknown): unknown {
    const { value, faults } = normaliseText({ ...(query as object) });
    refuse(faults, faultsElsewhere(faults, faultsOfQuery(this.schema, value as object)));
    return value;
  }
}

class IdPipe implements PipeTransform<string, string> {
  constructor(private readonly what: string) {}

  /** Rejects a malformed id with 404, like an id that does not exist. */
  transform(id: string): string {
    if (!isId(id)) throw new NotFoundError(this.what, id);
    return id.toLowerCase();
  }
}

class VersionPipe implements PipeTransform<string, number> {
  /** Rejects a malformed version number with 404, like a version that does not exist. */
  transform(version: string): number {
    if (!/^[1-9]\d{0,8}$/.test(version)) throw new NotFoundError('version', version);
    return Number(version);
  }
}

type Target = object;
const CHECKED_QUERY = Symbol('checks its parameters');

/**
 * The request body, checked against `schema`. Its meaning is checked later, and only if its shape is right.
 * @throws InvalidRequestError with every fault of its shape
 */
export function CheckedBody(schema: TSchema, options: BodyOptions = {}): ParameterDecorator {
  return (target: Target, key, index) => {
    forgetClass(target, key!, index);
    Body(new BodyPipe(schema, options))(target, key!, index);
    document(
      ApiBody({ schema: (options.documented ?? schema) as object, required: options.mayBeAbsent !== true }),
      target,
      key!,
    );
  };
}

/** The query string, checked against `schema`. @throws InvalidRequestError with every fault */
export function CheckedQuery(schema: TObject): ParameterDecorator {
  return (target: Target, key, index) => {
    forgetClass(target, key!, index);
    Query(new QueryPipe(schema))(target, key!, index);
    Reflect.defineMetadata(CHECKED_QUERY, true, (target as Record<string | symbol, object>)[key!]!);
    const required = new Set(schema.required ?? []);
    for (const [name, property] of Object.entries(schema.properties)) {
      document(
        ApiQuery({
          name,
          schema: property as object,
          required: required.has(name) && !Object.hasOwn(property, 'default'),
          description: property.description ?? '',
        }),
        target,
        key!,
      );
    }
  };
}

/** Reports whether a route reads query parameters, and so checks them. */
export function hasCheckedQuery(handler: object): boolean {
  return Reflect.hasMetadata(CHECKED_QUERY, handler);
}

/** An id from the path. @throws NotFoundError if it does not have the form of an id */
export function IdParam(what: string, name = 'id'): ParameterDecorator {
  return (target: Target, key, index) => {
    Param(name, new IdPipe(what))(target, key!, index);
    const description = `The \`id\` of the ${what}.`;
    document(ApiParam({ name, description, schema: { type: 'string', format: 'uuid' } }), target, key!);
  };
}

/** The number of a version from the path. @throws NotFoundError if it is not a version number */
export function VersionParam(): ParameterDecorator {
  return (target: Target, key, index) => {
    forgetClass(target, key!, index);
    Param('version', new VersionPipe())(target, key!, index);
    const description = 'The number of the version.';
    document(ApiParam({ name: 'version', description, schema: { type: 'integer', minimum: 1 } }), target, key!);
  };
}

export function TextParam(name: string, description: string): ParameterDecorator {
  return (target: Target, key, index) => {
    Param(name)(target, key!, index);
    document(ApiParam({ name, description, schema: { type: 'string' } }), target, key!);
  };
}

/** The header `If-Match`, as it was sent. */
export function IfMatchHeader(): ParameterDecorator {
  return (target: Target, key, index) => {
    Headers('if-match')(target, key!, index);
    document(
      ApiHeader({
        name: 'If-Match',
        required: false,
        description: 'The `ETag` that you read. If it is no longer the present one, the request is refused with 412.',
        schema: { type: 'string', examples: ['"3"'] },
      }),
      target,
      key!,
    );
  };
}

/** A schema and its type share a name, so the compiler's metadata takes the schema for the parameter's class. */
function forgetClass(target: Target, key: string | symbol, index: number): void {
  const types: unknown[] = Reflect.getMetadata('design:paramtypes', target, key) ?? [];
  types[index] = Object;
}

function document(decorator: MethodDecorator, target: Target, key: string | symbol): void {
  decorator(target, key, Object.getOwnPropertyDescriptor(target, key)!);
}
