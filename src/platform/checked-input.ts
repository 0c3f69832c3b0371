import { isId } from './formats.js';
import 'reflect-metadata';
import { Body, Headers, Param, PipeTransform, Query } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiParam, ApiQuery } from '@nestjs/swagger';
import type { TObject, TSchema } from '@sinclair/typebox';
import { faultsOf, faultsOfQuery, readBody } from './checked.js';
import { apartFrom } from './fault.js';
import { NotFoundError, refuse } from './refusal.js';
import { normaliseText } from './text.js';

/*
 * One TypeBox schema is the type, the check and the documentation of an input (docs/adr/0001-one-schema.md).
 * These decorators put it on a route: what reaches the controller is complete, normalised and typed.
 */

interface BodyOptions {
  /** Whoever takes the body normalises its parts, so that the fault of one does not refuse the others. */
  readonly rawText?: boolean;
  /** No body is an empty one. */
  readonly mayBeAbsent?: boolean;
  /** What the document of the API shows in place of the schema: where the parts are checked by whoever takes the body. */
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
    refuse([...faults, ...apartFrom(faults, faultsOfQuery(this.schema, value as object))]);
    return value;
  }
}

class IdPipe implements PipeTransform<string, string> {
  constructor(private readonly what: string) {}

  /** What is no id names nothing: 404, like an id that nothing has. */
  transform(id: string): string {
    if (!isId(id)) throw new NotFoundError(this.what, id);
    return id.toLowerCase();
  }
}

class VersionPipe implements PipeTransform<string, number> {
  /** What is no number is no version: 404, like one that there never was. */
  transform(version: string): number {
    if (!/^[1-9]\d{0,8}$/.test(version)) throw new NotFoundError('version', version);
    return Number(version);
  }
}

type Target = object;
const CHECKED_QUERY = Symbol('checks its parameters');

/**
 * The request body, checked against `schema`: what it means is asked of what has the right shape alone.
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

/** Whether a route takes parameters, which it then checks. */
export function hasCheckedQuery(handler: object): boolean {
  return Reflect.hasMetadata(CHECKED_QUERY, handler);
}

/** An id out of the path. @throws NotFoundError when it has not the form of an id */
export function IdParam(what: string, name = 'id'): ParameterDecorator {
  return (target: Target, key, index) => {
    Param(name, new IdPipe(what))(target, key!, index);
    const description = `The \`id\` of the ${what}.`;
    document(ApiParam({ name, description, schema: { type: 'string', format: 'uuid' } }), target, key!);
  };
}

/** The number of a version out of the path. @throws NotFoundError when it is none */
export function VersionParam(): ParameterDecorator {
  return (target: Target, key, index) => {
    forgetClass(target, key!, index);
    Param('version', new VersionPipe())(target, key!, index);
    const description = 'The number of the version.';
    document(ApiParam({ name: 'version', description, schema: { type: 'integer', minimum: 1 } }), target, key!);
  };
}

/** Text out of the path. */
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
