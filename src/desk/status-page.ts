/** The desk's first page: whose gateway this is and whether it is well. */
import type { Health } from './health.ts';

export type Status = { readonly councils: readonly string[]; readonly version: number | null; readonly health: Health };

export function statusPage({ councils, version, health }: Status): string {
  const title = `Postroom – ${councils.join(', ')}`;
  const stores = Object.entries(health.stores).map(([name, { says }]) => `<li>${escaped(name)} ${escaped(says)}</li>`);
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
<p>The gateway is <strong>${health.state}</strong>${version === null ? '' : `, with version ${version} of the policy in force`}.</p>
<ul>
${stores.join('\n')}
</ul>
${health.recovery === null ? '' : `<p><strong>${escaped(health.recovery)}</strong></p>`}
<p><a href="/readyz">The same for programs</a></p>
</main>
</body>
</html>
`;
}

function escaped(text: string): string {
  const marks: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (mark) => marks[mark] ?? mark);
}
