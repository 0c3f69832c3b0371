import { Refusal } from '../input/refusal.js';
import { DiskFullError } from './disk.js';

/** Postgres's error codes for invalid values. */
const BAD_VALUE = /^22[0-9A-Z]{3}$/;

/**
 * Describes a failure for the log, without data of persons. Leaves out Postgres's `detail`, which quotes the row, and
 * messages about a value, which quote the value.
 */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return 'A value that is no error was thrown';
  if (error instanceof DiskFullError) return `${error.logged}\n${describeFailure(error.cause)}`;
  if (error instanceof Refusal) return error.message;
  const { code, constraint } = error as { code?: string; constraint?: string };
  const text = quotes(error) ? [error.name, ...framesOf(error)].join('\n') : (error.stack ?? error.message);
  return [text, code && `code ${code}`, constraint && `constraint ${constraint}`].filter(Boolean).join('\n');
}

/** Describes a failure for the log in one line, without quoting a value. */
export function whyOf(error: unknown): string {
  return error instanceof Error && !quotes(error) ? error.message : whereOf(error);
}

/** Describes, in one line, an error whose message may quote what a person typed: its kind and where it happened. */
export function whereOf(error: unknown): string {
  if (!(error instanceof Error)) return 'something that is no error was thrown';
  return [error.name, framesOf(error)[0]?.trim()].filter(Boolean).join(' ');
}

/** Reports whether the message of an error quotes a value that was sent. */
function quotes(error: Error): boolean {
  return error instanceof SyntaxError || BAD_VALUE.test((error as { code?: string }).code ?? '');
}

function framesOf({ stack = '' }: Error): string[] {
  return stack.split('\n').filter((line) => /^\s+at /.test(line));
}
