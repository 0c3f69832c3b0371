import { beforeAll, describe, expect, it } from '@jest/globals';
import { KINDS } from '../../../src/console/web/configure/kinds.js';
import { decided, deciderIn, withoutDependent } from '../../../src/console/web/configure/schema/dependent.js';
import {
  blankOf,
  type Field,
  type FieldOf,
  fieldOf,
  fieldsOf,
  variantOf,
  withChosen,
} from '../../../src/console/web/configure/schema/field.js';
import type { Json, JsonObject, JsonSchema } from '../../../src/console/web/configure/schema/json-schema.js';
import {
  ENTRIES,
  entryOf,
  nameOfValue,
  TITLES,
  titleOf,
  VALUES,
} from '../../../src/console/web/configure/schema/labels.js';
import { describeApi } from '../../../src/documentation.js';

const text = (options: JsonSchema = {}): JsonSchema => ({ type: 'string', ...options });

describe('the field for a schema', () => {
  it('is a choice for an enum, and a reference for the name of an id', () => {
    expect(fieldOf('mode', { type: 'string', enum: ['act', 'shadow'], default: 'act' })).toMatchObject({
      kind: 'choice',
      title: 'Mode',
      values: ['act', 'shadow'],
      otherwise: 'act',
    });
    expect(fieldOf('ownerRepId', text({ format: 'uuid' }))).toMatchObject({
      kind: 'reference',
      to: 'rep',
      title: 'Owner rep',
    });
    expect(fieldOf('poolIds', { type: 'array', items: text({ format: 'uuid' }) })).toMatchObject({
      kind: 'list',
      title: 'Pools',
      of: { kind: 'reference', to: 'pool' },
    });
  });

  it('is a set of variants for several forms, and a choice if all are words', () => {
    const calendar = fieldOf('calendar', {
      anyOf: [
        { const: 'owner' },
        { const: 'pool' },
        { type: 'object', properties: { calendarId: text() }, required: ['calendarId'] },
      ],
    }) as FieldOf<'variants'>;
    expect(calendar.kind).toBe('variants');
    expect(variantOf(calendar, 'pool')).toBe(1);
    expect(variantOf(calendar, { calendarId: 'x' })).toBe(2);
    expect(fieldOf('to', { anyOf: [{ const: true }, { const: 'sales' }] })).toMatchObject({
      kind: 'choice',
      values: [true, 'sales'],
    });
  });

  it('is a number of days for a value such as `survived:P30D`', () => {
    expect(fieldOf('value', text({ pattern: '^survived:P[1-9][0-9]{0,2}D$' }))).toMatchObject({
      kind: 'duration',
      before: 'survived:',
    });
  });

  it('is named as people would, and so are its values', () => {
    const titles = ['leadWithin', 'counts', 'onBreach', 'tokenUrl', 'sms', 'mon', 'afterRound'].map(
      (name) => fieldOf(name, text()).title,
    );
    expect(titles).toEqual([
      ...['First response (by the company) within', 'Touches that keep the promise', 'When the owner misses it'],
      ...['Token URL', 'SMS', 'Monday', 'After round'],
    ]);
    expect(['deal.won', 'manual'].map((value) => nameOfValue(value, 'on'))).toEqual([
      'A deal is won',
      'Somebody begins it',
    ]);
    expect(['sms', 'email', 'noAnswer', 'deal.won'].map((value) => nameOfValue(value))).toEqual([
      ...['SMS', 'E-mail', 'No answer', 'deal.won'],
    ]);
    expect(entryOf({ name: 'onBreach', title: 'When the owner misses it' })).toBe('Action');
    expect(entryOf({ name: 'entries', title: 'Entries' })).toBe('Entry');
  });

  it('has no hint that only repeats its title', () => {
    expect(fieldOf('rules', text({ description: 'The rules. The first that matches wins.' })).hint).toBe(
      'The first that matches wins.',
    );
    expect(fieldOf('repId', text({ description: 'The rep.' })).hint).toBe('');
    expect(fieldOf('name', text({ description: 'The name of the rule.' })).hint).toBe('The name of the rule.');
  });

  it('has a hint that names fields and values around it as the form does', () => {
    const policy = fieldOf('policy', {
      type: 'object',
      properties: {
        time: { type: 'string', enum: ['working', 'elapsed'], description: '`working` counts hours.' },
        within: text({ description: 'With `time: "elapsed"` or `onMiss`; templates see `deal`.' }),
        onMiss: { type: 'object', properties: { do: text({ description: 'Unless `time` is `elapsed`.' }) } },
      },
    }) as FieldOf<'object'>;
    const [time, within, onMiss] = policy.fields;
    expect([time!.hint, within!.hint, (onMiss as FieldOf<'object'>).fields[0]!.hint]).toEqual([
      '“Working” counts hours.',
      'With “Elapsed” at “Time that counts” or “When it is missed”; templates see deal.',
      'Unless “Time that counts” is “Elapsed”.',
    ]);
  });

  it('does not exist for fields that a replacement accepts and ignores', () => {
    const body = {
      properties: { id: text(), version: { type: 'integer' }, effect: { description: 'Ignored.' }, name: text() },
    };
    expect(fieldsOf(body).map(({ name }) => name)).toEqual(['name']);
  });

  it('begins with the API’s default for a missing value, and with its required groups', () => {
    const field = fieldOf('policy', {
      type: 'object',
      properties: { firstTouch: { type: 'object', properties: { within: text() } }, name: text(), grace: text() },
      required: ['firstTouch', 'name'],
    });
    expect(blankOf(field)).toEqual({ firstTouch: {} });
    expect(blankOf(fieldOf('rules', { type: 'array', items: { type: 'object', properties: { a: text() } } }))).toEqual(
      [],
    );
  });
});

describe('the kinds of configuration', () => {
  let paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: JsonSchema }> } }>>;
  beforeAll(async () => {
    ({ paths } = (await describeApi()) as unknown as { paths: typeof paths });
  });

  it('are all those of which the API stores versions', () => {
    const versioned = Object.keys(paths).flatMap(
      (path) => path.match(/^(\/v1\/.+?)(?:\/\{id\})?\/versions$/)?.[1] ?? [],
    );
    const shown = KINDS.flatMap(({ path, isOrdered }) => (isOrdered ? [path, `${path}/order`] : [path]));
    // The form of a handoff has versions, but is no configuration; users are shown under Access.
    const others = ['/v1/handoffs', '/v1/users'];
    expect(versioned.filter((path) => !others.some((each) => path.startsWith(each))).sort()).toEqual(shown.sort());
  });

  it('have all fields that have a title or an entry of their own', () => {
    const names = new Set<string>();
    for (const { path, isSingle } of KINDS) {
      const { put } = paths[isSingle ? path : `${path}/{id}`]!;
      const { schema } = put!.requestBody!.content['application/json']!;
      placesIn(fieldsOf(schema), '', ({ name }) => {
        names.add(name);
        return false;
      });
    }
    const titled = [TITLES, ENTRIES, VALUES].flatMap((each) => Object.keys(each));
    expect(titled.filter((name) => !names.has(name))).toEqual([]);
  });

  it('have form fields for everything but documents of other tools', () => {
    const asJson = KINDS.flatMap(({ path, isSingle, code }) => {
      const { put } = paths[isSingle ? path : `${path}/{id}`]!;
      const { schema } = put!.requestBody!.content['application/json']!;
      const decider = deciderIn(schema);
      const values = decider === undefined ? [undefined] : schema.properties![decider]!.enum!;
      return values.flatMap((value) => placesIn(fieldsOf(decided(schema, value)), code, ({ kind }) => kind === 'json'));
    });
    expect(asJson).toEqual([
      'handoff-kinds.form',
      'record-connectors.request.body',
      'record-connectors.update.body',
      'crm-connections.readiness.body',
    ]);
  });

  it('have the form of the chosen platform, and none before one is chosen', () => {
    const { schema } = paths['/v1/feedback/destinations']!.post!.requestBody!.content['application/json']!;
    const names = (platform: string | undefined) => {
      const fields = fieldsOf(decided(schema, platform));
      const settings = fields.find(({ name }) => name === 'settings') as FieldOf<'object'> | undefined;
      return settings?.fields.map(({ title }) => title);
    };
    expect(deciderIn(schema)).toBe('platform');
    expect(names('meta')).toEqual(['Dataset', 'CRM name', 'API version', 'Limited data use', 'Hashed contact']);
    expect(names(undefined)).toBeUndefined();
    const document = { name: 'Ads', platform: 'meta', settings: { datasetId: '1' }, rules: [], credentials: null };
    expect(withoutDependent(schema, document)).toEqual({ name: 'Ads', platform: 'meta' });
  });

  it('remove the former target of a rule when another is chosen', () => {
    const { schema } = paths['/v1/routing']!.put!.requestBody!.content['application/json']!;
    const rules = fieldsOf(schema).find(({ name }) => name === 'rules') as FieldOf<'list'>;
    const assign = (rules.of as FieldOf<'object'>).fields.find(({ name }) => name === 'assign') as FieldOf<'object'>;
    const choose = (value: JsonObject, name: string, inner: Json) =>
      withChosen(assign.fields, value, assign.fields.find((field) => field.name === name)!, inner);
    const toOwner = choose({ poolId: 'alps' }, 'accountOwner', true);
    expect(toOwner).toEqual({ accountOwner: true, otherwise: 'continue' });
    const otherwise = { poolId: 'desk' };
    const filled = choose(toOwner, 'otherwise', otherwise);
    expect(filled).toEqual({ accountOwner: true, otherwise });
    expect(choose(filled, 'companyOwner', true)).toEqual({ companyOwner: true, otherwise });
    expect(choose(filled, 'repId', 'ann')).toEqual({ repId: 'ann' });
    expect(choose({ repId: 'ann' }, 'dispose', {})).toEqual({ dispose: {} });
    const { variants } = assign.fields.find(({ name }) => name === 'otherwise') as FieldOf<'variants'>;
    const inner = variants[1] as FieldOf<'object'>;
    expect(withChosen(inner.fields, otherwise, inner.fields[1]!, 'ann')).toEqual({ repId: 'ann' });
  });

  it('offer references by name, not by id', () => {
    const typed = KINDS.flatMap(({ path, isSingle, code }) => {
      const { put } = paths[isSingle ? path : `${path}/{id}`]!;
      const { schema } = put!.requestBody!.content['application/json']!;
      return placesIn(fieldsOf(schema), code, ({ kind, name }) => kind === 'text' && /Ids?$/.test(name));
    });
    // Ids of Slack and of Meta.
    expect(typed).toEqual(['channels.settings.channelId', 'connections.settings.pageId']);
  });
});

function placesIn(fields: readonly Field[], place: string, isWanted: (field: Field) => boolean): string[] {
  return fields.flatMap((field): string[] => {
    const here = `${place}.${field.name}`;
    if (isWanted(field)) return [here];
    if (field.kind === 'object') return placesIn(field.fields, here, isWanted);
    if (field.kind === 'list' || field.kind === 'map') return placesIn([field.of], place, isWanted);
    return field.kind === 'variants' ? placesIn(field.variants, place, isWanted) : [];
  });
}

it('fields and values that are named as members of every object keep their names', () => {
  expect([titleOf('constructor'), nameOfValue('constructor', 'toString')]).toEqual(['Constructor', 'Constructor']);
});
