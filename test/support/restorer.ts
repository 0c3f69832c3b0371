import type { INestApplication } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';

/** @returns a function that resets the fields of all parts of an application to their present values */
export function restorerOfAll(app: INestApplication): () => void {
  const parts = new Set<object>();
  for (const { providers, controllers, injectables } of app.get(ModulesContainer).values())
    for (const { instance } of [...providers.values(), ...controllers.values(), ...injectables.values()])
      if (typeof instance === 'object' && instance !== null) parts.add(instance);
  return inTurn([...parts].map(restorerOf));
}

function inTurn(works: readonly (() => void)[]): () => void {
  return () => {
    for (const work of works) work();
  };
}

function restorerOf(part: object): () => void {
  const before = Object.getOwnPropertyDescriptors(part);
  const contents = inTurn(Object.values(before).map(({ value }) => restorerOfContents(value)));
  return () => {
    for (const key of Reflect.ownKeys(part)) if (!(key in before)) Reflect.deleteProperty(part, key);
    for (const [key, { value, writable }] of Object.entries(before))
      if (writable && Reflect.get(part, key) !== value) Reflect.set(part, key, value);
    contents();
  };
}

function restorerOfContents(value: unknown): () => void {
  if (value instanceof Map) {
    const entries = [...value];
    return () => {
      value.clear();
      for (const [key, each] of entries) value.set(key, each);
    };
  }
  if (value instanceof Set) {
    const members = [...value];
    return () => {
      value.clear();
      for (const each of members) value.add(each);
    };
  }
  if (Array.isArray(value)) {
    const members = [...value];
    return () => void value.splice(0, value.length, ...members);
  }
  return () => undefined;
}
