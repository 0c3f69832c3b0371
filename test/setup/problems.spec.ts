import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { problemsOf } from '../../src/platform/http/problem-pages.js';
import { problemsPage } from '../../src/reference/pages.js';

const markdown = readFileSync('docs/problems.md', 'utf8');

describe('docs/problems.md', () => {
  it('has a heading for each code that the program answers with, and no other', () => {
    const documented = [...markdown.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
    expect(new Set(documented).size).toBe(documented.length);
    expect([...documented].sort()).toEqual([...codesInSources()].sort());
  });

  it('states for each its status, its meaning, and when to ask again', () => {
    const problems = problemsOf(markdown);
    expect([...problems.keys()].sort()).toEqual([...codesInSources()].sort());
    expect(problems.get('still-in-flight')).toEqual({
      status: 409,
      hasRetryAfter: true,
      summary: 'The first request with this `Idempotency-Key` is still being worked on.',
    });
  });

  it('becomes a page with an anchor for each code, on which all text is escaped', () => {
    const page = problemsPage('# Problems\n\nSome `a<b>` & more.\n\n## not-found\n\n404. Nothing.\n');
    expect(page).toContain('<h1>Problems</h1>');
    expect(page).toContain('<p>Some <code>a&lt;b&gt;</code> &amp; more.</p>');
    expect(page).toContain('<h2 id="not-found">not-found</h2>\n<p>404. Nothing.</p>');
  });
});

function codesInSources(): Set<string> {
  const codes = new Set<string>();
  for (const file of readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
    const source = readFileSync(join('src', file), 'utf8');
    for (const match of source.matchAll(/(?:readonly code = |extends defineRefusal\(\s*)'([^']+)'/g))
      codes.add(match[1]!);
    const refusals = source.match(/(?<!abstract )class \w+ extends (?:Refusal|BarredError)\b/g)?.length ?? 0;
    if (refusals > 0) expect([file, source.match(/readonly code = '/g)?.length]).toEqual([file, refusals]);
  }
  const filter = readFileSync('src/platform/http/problem.filter.ts', 'utf8');
  const words = filter.slice(filter.indexOf('const WORDS'), filter.indexOf('} as const'));
  for (const match of words.matchAll(/^ {2}'?([a-z-]+)'?: \[/gm)) codes.add(match[1]!);
  return codes;
}
