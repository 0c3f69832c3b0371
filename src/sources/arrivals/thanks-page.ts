/** What a browser shows after a form without a page of its own to go to. It is the company's visitor who reads it. */
export function thanksPage(): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Thank you</title>
<link rel="icon" href="data:,">
</head>
<body>
<main>
<h1>Thank you</h1>
<p>Your message has arrived.</p>
</main>
</body>
</html>
`;
}
