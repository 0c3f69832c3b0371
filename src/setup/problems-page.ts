/**
 * The page of the problem codes, out of docs/problems.md. Of Markdown it knows what that file uses: headings of one and
 * two #, paragraphs, and `code`; a second heading is the anchor that the `type` of a problem points to.
 */
export function problemsPage(markdown: string): string {
  const blocks = markdown
    .trim()
    .split(/\n{2,}/)
    .map(block);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Problems</title>
<style>body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif }
h2:target { background: #fe9 }</style>
${blocks.join('\n')}
</html>
`;
}

function block(text: string): string {
  if (text.startsWith('## ')) {
    const code = text.slice('## '.length).trim();
    return `<h2 id="${escaped(code)}">${escaped(code)}</h2>`;
  }
  if (text.startsWith('# ')) return `<h1>${escaped(text.slice('# '.length).trim())}</h1>`;
  return `<p>${escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>')}</p>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character]!);
}
