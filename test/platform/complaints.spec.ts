import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Complaints } from '../../src/platform/running/complaints.js';

let lines: string[];
beforeEach(() => {
  lines = [];
  jest.spyOn(Logger.prototype, 'warn').mockImplementation((line: string) => void lines.push(line));
});
afterEach(() => void jest.restoreAllMocks());

it('a failure that repeats is logged once, whatever else fails meanwhile', () => {
  const complaints = new Complaints('test');
  for (let time = 0; time < 3; time += 1) {
    complaints.warn(`503, request ${time}, GET /v1/leads`, 'overload GET /v1/leads');
    complaints.warn(`503, request ${time}, GET /v1/deals`, 'overload GET /v1/deals');
  }
  expect(lines).toEqual(['503, request 0, GET /v1/leads', '503, request 0, GET /v1/deals']);
  complaints.end();
  complaints.warn('503, request 9, GET /v1/leads', 'overload GET /v1/leads');
  expect(lines).toHaveLength(3);
});
