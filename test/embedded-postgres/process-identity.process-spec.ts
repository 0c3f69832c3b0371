import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, it } from '@jest/globals';
import { commandLineOf, identityOf, isRunning } from '../../src/embedded-postgres/process.js';
import { until } from '../support/postgres-owner.js';

describe('the identity of a process', () => {
  it('is the same while the process runs, which is no longer running after its end', async () => {
    const child = spawn('sleep', ['600']);
    const identity = identityOf(child.pid!)!;
    expect(isRunning(identity)).toBe(true);
    expect(identityOf(child.pid!)).toEqual(identity);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isRunning(identity)).toBe(false);
  });

  it('differs from that of another process with the same number', () => {
    const self = identityOf(process.pid)!;
    expect(isRunning(self)).toBe(true);
    expect(isRunning({ ...self, begun: `${self.begun}0` })).toBe(false);
  });

  it('does not exist for a process that has ended but was not reaped', async () => {
    // `sleep` replaces the shell and inherits its child, which it never reaps.
    const child = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 600']);
    const [line] = await once(createInterface(child.stdout), 'line');
    await until('the child has ended', () => identityOf(Number(line)) === undefined);
    expect(() => process.kill(Number(line), 0)).not.toThrow();
    child.kill('SIGKILL');
  });

  it('includes the command line of the process', async () => {
    const child = spawn('sleep', ['601']);
    await until('it sleeps', () => commandLineOf(child.pid!) === 'sleep 601');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(commandLineOf(child.pid!)).toBe('');
  });
});
