import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { firstScreen } from './build/first-screen.ts';
import { wholeWorker } from './build/whole-worker.ts';

const page = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export default defineConfig(({ mode }) => ({
  plugins: [svelte(), firstScreen(), wholeWorker('push-worker.js')],
  // Tests run in Node and still need Svelte's client runtime, where `$state` reacts.
  resolve: mode === 'test' ? { conditions: ['browser'] } : {},
  build: {
    target: 'es2022',
    // The policy allows no inline code and no `data:` fonts: everything is a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: {
        visitor: page('index.html'),
        desk: page('desk.html'),
        embed: page('embed.html'),
        'push-worker': page('src/desk/push-worker.ts'),
      },
      output: {
        // A service worker keeps its name, and stands at the root: it may look after the pages beside it alone.
        entryFileNames: ({ name }) =>
          name === 'push-worker' ? '[name].js' : 'assets/[name]-[hash].js',
      },
    },
  },
  server: {
    proxy: { '/api': { target: 'http://127.0.0.1:8080', ws: true } },
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'plain',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/**/*.svelte.test.ts'],
          environment: 'node',
        },
      },
      {
        extends: true,
        // Compiled as for a page: there effects run, and run again when what they read is another.
        environments: {
          ssr: {
            consumer: 'client',
            resolve: { conditions: ['browser', 'module', 'node'], noExternal: ['svelte'] },
          },
        },
        test: { name: 'effects', include: ['tests/**/*.svelte.test.ts'], environment: 'node' },
      },
    ],
  },
}));
