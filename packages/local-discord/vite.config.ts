import { defineConfig } from 'vite';

/** Builds the page into `dist/page`, which the server hands out at `/`. Everything is a file of its own: nothing is inlined, so a strict CSP holds. */
export default defineConfig({
  root: 'src/page',
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../../dist/page',
    emptyOutDir: true,
    target: 'es2024',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What is bundled is handed on, and so are its terms.
    license: { fileName: 'licenses.md' },
  },
  server: {
    // For work on the page itself: `vite` beside a running local Discord.
    proxy: Object.fromEntries(
      ['/api', '/gateway', '/local', '/cdn', '/avatars', '/embed', '/attachments', '/uploads', '/icons'].map((path) => [
        path,
        { target: 'http://127.0.0.1:3900', ws: true },
      ]),
    ),
  },
});
