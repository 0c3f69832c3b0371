import { describe, expect, it } from '@jest/globals';
import { describeFailure, whereOf, whyOf } from '../../src/platform/running/failure.js';

const refusedByPostgres = (code: string, message: string) =>
  Object.assign(new Error(message), { name: 'error', code, detail: 'Key (email)=(kim@example.org) already exists.' });

describe('the log line of a failure', () => {
  it.each([
    ['of a value that Postgres cannot take', refusedByPostgres('22P02', 'invalid input: "kim@example.org"')],
    ['of a row that is there already', refusedByPostgres('23505', 'duplicate key violates "lead_email"')],
    ['of a text that is no JSON', new SyntaxError('Unexpected token "kim@example.org"')],
  ])('because %s names no person', (_, error) => {
    for (const told of [describeFailure(error), whyOf(error), whereOf(error)]) {
      expect(told).not.toContain('kim@');
      expect(told).not.toBe('');
    }
  });

  it('is the message if it quotes nothing, and otherwise the place of the failure', () => {
    expect(whyOf(new Error('Connection terminated'))).toBe('Connection terminated');
    expect(whyOf(refusedByPostgres('22P02', 'kim@example.org'))).toMatch(/^error at .*failure\.spec/);
    expect(whyOf('kim@example.org')).toBe('something that is no error was thrown');
  });
});
