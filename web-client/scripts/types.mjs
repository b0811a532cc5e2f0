//! Writes `src/shared/api.ts` from `docs/openapi.json`; with `--check`, fails when it is not current.

import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapi, { astToString } from 'openapi-typescript';

const source = new URL('../../docs/openapi.json', import.meta.url);
const target = fileURLToPath(new URL('../src/shared/api.ts', import.meta.url));

const text = `// Made by \`npm run types\` from docs/openapi.json. Do not edit.\n\n${astToString(await openapi(source))}`;
if (!process.argv.includes('--check')) {
  await writeFile(target, text);
} else if (!existsSync(target) || (await readFile(target, 'utf8')) !== text) {
  console.error('src/shared/api.ts is not current: run `npm run types` and commit the change.');
  process.exit(1);
}
