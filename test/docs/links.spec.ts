import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { documents, inForce, sources, textOf } from './documents.js';

const decisions = readdirSync('docs/adr')
  .filter((name) => name !== 'README.md')
  .sort();

/** Returns the prose without code, whose brackets are no links. */
function proseOf(markdown: string): string {
  return markdown.replace(/^```.*?^```$/gms, '').replace(/`[^`\n]*`/g, '');
}

/** Returns the anchors that renderers of Markdown generate from headings. */
function anchorsOf(path: string): string[] {
  return [...textOf(path).matchAll(/^#{1,6} (.+)$/gm)].map((match) =>
    match[1]!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('the documents', () => {
  it.each(documents)('%s links only to existing targets', (path) => {
    const links = [...proseOf(textOf(path)).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map((match) => match[1]!);
    const broken = links.filter((link) => {
      const [file, anchor] = link.split('#') as [string, string | undefined];
      const target = file === '' ? path : normalize(join(dirname(path), file));
      return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
    });
    expect(broken).toEqual([]);
  });

  it.each(inForce)('%s names only existing files and folders of the project', (path) => {
    const named = [
      ...textOf(path).matchAll(/`((?:src|test|migrations|scripts|docs|bench|demo|examples|clients)\/[\w./-]*)`/g),
    ];
    expect(named.map((match) => match[1]!).filter((name) => !existsSync(name))).toEqual([]);
  });
});

describe('the decisions', () => {
  it('are numbered without a gap, each with context, decision and consequences', () => {
    expect(decisions.map((name) => Number(name.slice(0, 4)))).toEqual(decisions.map((_, index) => index + 1));
    for (const name of decisions) {
      expect(textOf(join('docs/adr', name))).toMatch(new RegExp(`^# ${Number(name.slice(0, 4))}\\. `));
      const headings = [...textOf(join('docs/adr', name)).matchAll(/^## (.+)$/gm)].map((match) => match[1]);
      expect([name, ...headings]).toEqual([name, 'Context', 'Decision', 'Consequences']);
    }
  });

  it('are in the index, each once, under its title', () => {
    const listed = [...textOf('docs/adr/README.md').matchAll(/^- \[(.+)\]\((.+)\)/gm)].map((match) => [
      match[2]!,
      match[1]!,
    ]);
    const titled = decisions.map((name) => [name, /^# (.+)$/m.exec(textOf(join('docs/adr', name)))![1]!]);
    expect(listed.sort()).toEqual(titled);
  });

  it('that sources refer to exist', () => {
    const missing = sources.flatMap((path) =>
      [...textOf(path).matchAll(/docs\/(?:adr\/(\d{4})[\w-]*(?:\.md)?|[\w-]+\.md)/g)]
        .filter(([reference, number]) =>
          number === undefined || reference.endsWith('.md')
            ? !existsSync(reference)
            : !decisions.some((name) => name.startsWith(`${number}-`)),
        )
        .map(([reference]) => `${path}: ${reference}`),
    );
    expect(missing).toEqual([]);
  });
});
