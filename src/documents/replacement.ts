import { type TObject, Type } from '@sinclair/typebox';
import { readBody } from '../platform/checked.js';
import type { Fault } from '../platform/fault.js';
import { refuse } from '../platform/refusal.js';
import type { IfMatch } from './if-match.js';

/** What a document brings along that was read before it is sent back. */
export interface AsRead {
  readonly id?: string;
  readonly version?: number;
}

/** The body of a replacement, what is known to be wrong with it, and what it is meant for. */
export interface Submission<Body> {
  readonly body: Body;
  readonly faults: readonly Fault[];
  readonly ifMatch: IfMatch;
  /** Whether it says which version was read. */
  readonly isAsRead: boolean;
  /** The version that it restores. */
  readonly restores?: number;
}

/** What is replaced; null for what there is one of, or what is made. */
interface Meant {
  readonly id: string | null;
  readonly ifMatch: IfMatch;
}

/** A version whose document can be taken again. */
export interface Restorable {
  readonly version: number;
  readonly body: object;
}

/** How a document is taken that may be sent back as it was read, with all that is shown beside what can be set. */
export class Replacement<Body extends object> {
  readonly schema: TObject;
  /** What can be sent and is never shown, so that no version keeps it: secrets, and what is meant for one time. */
  readonly unshown: TObject;
  private readonly shown: ReadonlySet<string>;

  /** @param body what can be set. @param document what is shown */
  constructor(body: TObject, document: TObject) {
    const beside = Object.entries(document.properties).filter(([name]) => !(name in body.properties));
    this.shown = new Set(beside.map(([name]) => name));
    const fields = beside.map(([name, schema]) => {
      if (name === 'id')
        return [
          name,
          Type.Optional(Type.String({ format: 'uuid', description: 'The id as it was read; it must not change.' })),
        ];
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
    this.schema = Type.Object({ ...Object.fromEntries(fields), ...body.properties }, { additionalProperties: false });
    const unshown = Object.entries(body.properties).filter(([name]) => !(name in document.properties));
    this.unshown = Type.Object(Object.fromEntries(unshown.map(([name, schema]) => [name, Type.Optional(schema)])), {
      additionalProperties: false,
    });
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
   * The document of a version, as if somebody sent it now: its shape is checked by the schema of today.
   * @param unshown what is sent with it
   * @throws InvalidRequestError with every fault of its shape
   */
  restore(kept: Restorable, unshown: object, meant: Meant): Submission<Body> {
    const { body, faults } = readBody<Body>(this.schema, { ...kept.body, ...unshown });
    refuse(faults);
    return { ...this.take(body, meant), restores: kept.version };
  }

  /** What can be set, alone. */
  withoutShown(body: Body): Body {
    return Object.fromEntries(Object.entries(body).filter(([name]) => !this.shown.has(name))) as Body;
  }
}

/** @param id of what it is meant for; null of what there is one of, or what is made */
export function faultsOfId(given: string | undefined, id: string | null): Fault[] {
  if (given === undefined || given.toLowerCase() === id) return [];
  const message = id === null ? 'What is new has no id yet.' : `This is ${id}.`;
  return [{ pointer: '/id', code: 'contradiction', message }];
}

function narrowed(ifMatch: IfMatch, version: string): IfMatch {
  if (ifMatch === null || ifMatch === '*') return [version];
  return ifMatch.filter((each) => each === version);
}
