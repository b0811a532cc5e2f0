//! A service worker is loaded as one script: fails the build when it would need another file beside it.

import type { Plugin } from 'vite';

export function wholeWorker(name: string): Plugin {
  return {
    name: 'gyeot-whole-worker',
    generateBundle(_options, bundle) {
      const chunk = bundle[name];
      if (chunk?.type !== 'chunk') this.error(`${name} was not built`);
      const beside = [...chunk.imports, ...chunk.dynamicImports, ...chunk.exports];
      if (beside.length > 0) this.error(`${name} must stand alone, and has ${beside.join(', ')}`);
    },
  };
}
