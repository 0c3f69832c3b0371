import { type Html, html } from './html.js';

interface Frame {
  readonly title: string;
  readonly navigation: Html;
  readonly content: Html;
}

/** Loads nothing from other hosts. Without its script, only the search is missing. */
export function page({ title, navigation, content }: Frame): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Touchline</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/reference.css">
<script src="/docs/reference.js" defer></script>
</head>
<body>
<header>
<a class="brand" href="/docs">Touchline</a>
<nav aria-label="Documents"><a href="/docs">Reference</a><a href="/problems">Problems</a><a href="/docs/try">Try it</a><a href="/openapi.json">openapi.json</a></nav>
</header>
<div class="page">
<aside>
<label class="search" hidden><span>Search</span><input type="search" placeholder="lead, deadline, If-Match …" autocomplete="off"></label>
<p class="none" role="status" hidden></p>
<ul class="results" aria-label="Found" hidden></ul>
<nav aria-label="Contents">${navigation}</nav>
</aside>
<main>
${content}
</main>
</div>
</body>
</html>
`.markup;
}
