import { html } from './html.js';

/** The page on which the API is tried: Swagger UI, with nothing loaded from elsewhere. */
export function tryPage(): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Try it · Touchline</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/try/swagger-ui.css">
<link rel="stylesheet" href="/docs/try/try.css">
<script src="/docs/try/swagger-ui-bundle.js" defer></script>
<script src="/docs/try/try.js" defer></script>
</head>
<body>
<div id="swagger-ui"></div>
</body>
</html>
`.markup;
}
