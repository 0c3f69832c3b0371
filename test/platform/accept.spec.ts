import { describe, expect, it } from '@jest/globals';
import { preferredType } from '../../src/platform/http/accept.js';

const [JSON_TYPE, CSV, NDJSON] = ['application/json', 'text/csv; header=present', 'application/x-ndjson'] as const;
const preferred = (accept: string | undefined) => preferredType(accept, [JSON_TYPE, CSV, NDJSON]);

describe('the type that an Accept header prefers', () => {
  it.each([
    ['nothing', undefined],
    ['an empty one', ''],
    ['everything', '*/*'],
    ['only what is not offered', 'text/html'],
    ['nothing at all', '*/*;q=0'],
    ['what cannot be read', ';;,'],
    ['more of the same than anybody reads', ','.repeat(16_000)],
  ])('is the first one offered if the header says %s', (_, accept) => {
    expect(preferred(accept)).toBe(JSON_TYPE);
  });

  it.each([
    ['text/csv', CSV],
    ['TEXT/CSV', CSV],
    ['text/*', CSV],
    ['application/*', JSON_TYPE],
    ['text/html, application/x-ndjson', NDJSON],
  ])('is the one that matches: %s', (accept, type) => {
    expect(preferred(accept)).toBe(type);
  });

  it.each([
    ['text/csv;q=0.8, application/x-ndjson;q=0.7', CSV],
    ['text/csv;q=0.8, application/x-ndjson;q=0.8', CSV],
    ['application/x-ndjson;q=0.8, text/csv;q=0.8', NDJSON],
    ['text/csv;q=0.8, application/x-ndjson;q=0.9', NDJSON],
    ['text/csv;q=0.8, application/x-ndjson', NDJSON],
  ])('is the one with the highest quality, and among equals the one named first: %s', (accept, type) => {
    expect(preferred(accept)).toBe(type);
  });

  it.each([
    ['application/json;q=0.001, text/html', JSON_TYPE],
    ['application/json;q=0, */*', CSV],
    ['*/*, application/json;q=0, text/csv;q=0', NDJSON],
    ['application/*;q=0, */*;q=0.1', CSV],
    ['application/*;q=0, application/x-ndjson;q=0.1', NDJSON],
  ])('is never one that the header refuses, whatever a wider range allows: %s', (accept, type) => {
    expect(preferred(accept)).toBe(type);
  });

  it.each([
    ['text/csv; charset=utf-8', CSV],
    ['text/csv; charset=UTF-8; header=present', CSV],
    ['application/x-ndjson; charset=utf-8', NDJSON],
    ['text/csv; header=absent', JSON_TYPE],
    ['text/csv; charset=utf-16', JSON_TYPE],
  ])('matches the parameters that the header requests: %s', (accept, type) => {
    expect(preferred(accept)).toBe(type);
  });
});
