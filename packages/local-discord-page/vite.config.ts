import { appendFile, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

/** Vite lists the terms of bundled code only; these are of the fonts. */
const fonts = ['@fontsource-variable/inter', 'twemoji-colr-font'];
const licenses = 'licenses.md';

function fontLicenses(): Plugin {
  return {
    name: 'font-licenses',
    async writeBundle({ dir = '' }) {
      for (const font of fonts) {
        const terms = await readFile(new URL(`node_modules/${font}/LICENSE`, import.meta.url), 'utf8');
        await appendFile(`${dir}/${licenses}`, `\n## ${font}\n\n${terms}`);
      }
    },
  };
}

/** Builds the page, which the local Discord hands out at `/`. Everything is a file of its own: nothing is inlined, so a strict CSP holds. */
export default defineConfig({
  root: fileURLToPath(new URL('src', import.meta.url)),
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [fontLicenses()],
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2024',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What is bundled is handed on, and so are its terms.
    license: { fileName: licenses },
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
