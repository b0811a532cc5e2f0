//! Fails when the visitor page needs more than 60 kB of compressed script and style.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const budget = 60_000;
const dist = fileURLToPath(new URL('../dist', import.meta.url));

const html = await readFile(`${dist}/index.html`, 'utf8');
const seen = new Set();
const queue = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g)].map((m) => m[1]);
let total = 0;
for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
  if (seen.has(path)) continue;
  seen.add(path);
  const text = await readFile(`${dist}${path}`, 'utf8');
  const size = gzipSync(text, { level: 9 }).length;
  total += size;
  console.log(`${String(size).padStart(7)}  ${path}`);
  // Whatever a script names it may load, at once or later: all of it counts.
  for (const [, name] of text.matchAll(/["'`](?:\.\/|\/?assets\/)([\w.-]+\.(?:js|css))["'`]/g)) {
    queue.push(`/assets/${name}`);
  }
}
console.log(`${String(total).padStart(7)}  in all (gzip), of ${budget}`);
if (seen.size === 0 || total > budget) {
  console.error('The visitor page is over its budget, or was not built.');
  process.exit(1);
}
