import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const SOURCES = join(process.cwd(), 'examples', 'feedback-job');

export interface Ran {
  readonly code: number | null;
  readonly said: string;
}

/** The job in `examples/`, built as a user who copies it would build it, and run as a process of its own. */
export class FeedbackJob {
  private constructor(
    readonly folder: string,
    readonly settings: Record<string, string>,
  ) {}

  static async build(settings: Readonly<Record<string, string>>): Promise<FeedbackJob> {
    const folder = mkdtempSync(join(process.env.TEST_FOLDER!, 'feedback-job-'));
    copyFileSync(join(SOURCES, 'package.json'), join(folder, 'package.json'));
    const tsc = join(process.cwd(), 'node_modules', 'typescript', 'bin', 'tsc');
    await promisify(execFile)(process.execPath, [tsc, '-p', SOURCES, '--outDir', join(folder, 'dist')]);
    return new FeedbackJob(folder, { STATE_FILE: join(folder, 'open-requests.json'), ...settings });
  }

  start(settings: Readonly<Record<string, string>>): ChildProcess {
    return spawn(process.execPath, [join(this.folder, 'dist', 'job.js')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, ...this.settings, ...settings },
    });
  }

  async run(settings: Readonly<Record<string, string>>): Promise<Ran> {
    const child = this.start(settings);
    let said = '';
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => {
        said += text;
      });
    }
    const [code] = await once(child, 'close');
    return { code, said };
  }
}
