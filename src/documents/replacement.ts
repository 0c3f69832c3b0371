import { type TObject, Type } from '@sinclair/typebox';
import { readBody } from '../platform/input/checked.js';
import { type Fault, fault } from '../platform/input/fault.js';
import { refuse } from '../platform/input/refusal.js';
import { object, optionalId } from '../platform/input/schema.js';
import type { IfMatch } from './if-match.js';

/** Fields that identify the version that the client read. */
export interface AsRead {
  readonly id?: string;
  readonly version?: number;
}

/** The body of a replacement with its faults so far and its precondition. */
export interface Submission<Body> {
  readonly body: Body;
  readonly faults: readonly Fault[];
  readonly ifMatch: IfMatch;
  /** Whether the body states the version that was read. */
  readonly isAsRead: boolean;
  readonly restores?: number;
  /** The request, if a repetition of it must not act again. */
  readonly requestId?: string | undefined;
}

/** The target of a replacement; `id` is null for a singleton and for a new resource. */
interface Meant {
  readonly id: string | null;
  readonly ifMatch: IfMatch;
}

interface Restorable {
  readonly version: number;
  readonly body: object;
}

/** Accepts documents that may be sent back as they were read, including read-only fields. */
export class Replacement<Body extends object> {
  readonly schema: TObject;
  /** Fields that can be sent but are never shown, and so are in no version: secrets, and values for one use. */
  readonly unshown: TObject;
  private readonly shown: ReadonlySet<string>;

  /** @param body the writable fields @param document the fields of responses */
  constructor(body: TObject, document: TObject) {
    const beside = Object.entries(document.properties).filter(([name]) => !(name in body.properties));
    this.shown = new Set(beside.map(([name]) => name));
    const fields = beside.map(([name, schema]) => {
      if (name === 'id') return [name, optionalId('The id as it was read; it must not change.')];
      if (name === 'version')
        return [
          name,
          Type.Optional({
            ...schema,
            description:
              'The version that you read. If it is no longer the present one, the request is refused with 412.',
          }),
        ];
      return [name, Type.Optional(Type.Unknown({ description: 'Ignored, because it follows from the rest.' }))];
    });
    this.schema = object({ ...Object.fromEntries(fields), ...body.properties });
    const unshown = Object.entries(body.properties).filter(([name]) => !(name in document.properties));
    this.unshown = object(Object.fromEntries(unshown.map(([name, schema]) => [name, Type.Optional(schema)])));
  }

  take(sent: Body & AsRead, meant: Meant): Submission<Body> {
    const { id, version } = sent;
    return {
      body: this.withoutShown(sent),
      faults: faultsOfId(id, meant.id),
      ifMatch: version === undefined ? meant.ifMatch : narrowed(meant.ifMatch, String(version)),
      isAsRead: version !== undefined,
    };
  }

  /**
   * Restores the document of a version as if it were sent now, validated by the current schema.
   * @param unshown fields that are sent with it
   * @throws InvalidRequestError with every fault of its shape
   */
  restore(kept: Restorable, unshown: object, meant: Meant & Pick<Submission<Body>, 'requestId'>): Submission<Body> {
    const { body, faults } = readBody<Body>(this.schema, { ...kept.body, ...unshown });
    refuse(faults);
    return { ...this.take(body, meant), restores: kept.version, requestId: meant.requestId };
  }

  withoutShown(body: Body): Body {
    return Object.fromEntries(Object.entries(body).filter(([name]) => !this.shown.has(name))) as Body;
  }
}

/** @param id of the target; null for a singleton and for a new resource */
export function faultsOfId(given: string | undefined, id: string | null): Fault[] {
  if (given === undefined || given.toLowerCase() === id) return [];
  const message = id === null ? 'A new document has no id yet.' : `This is ${id}.`;
  return [fault('/id', 'contradiction', message)];
}

function narrowed(ifMatch: IfMatch, version: string): IfMatch {
  if (ifMatch === null || ifMatch === '*') return [version];
  return ifMatch.filter((each) => each === version);
}
