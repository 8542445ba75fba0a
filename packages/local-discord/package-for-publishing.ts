/**
 * Steps of `prepack` and `postpack` that are no build: `clean`, `apply`, `restore`, and `guard` before publishing.
 *
 * Inside the workspace the package runs from source; a tarball holds JavaScript. What differs stands in `publishConfig`,
 * which pnpm writes into the manifest that it packs. npm knows only settings there, so for `npm pack` it is done here:
 * package.json is the published one while npm packs, and itself again afterwards.
 */
import { copyFileSync, cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const manifest = at('package.json');
const original = at('dist/package.json.original');
const isPnpm = (process.env['npm_config_user_agent'] ?? '').startsWith('pnpm/');

interface Manifest extends Record<string, unknown> {
  readonly publishConfig: Record<string, unknown>;
}

const steps: Readonly<Record<string, () => void>> = {
  /** Takes away what an earlier build left. */
  clean() {
    restore();
    rmSync(at('dist'), { recursive: true, force: true });
  },
  apply() {
    const reference = readFileSync(at('../../docs/local-discord.md'), 'utf8');
    writeFileSync(
      at('dist/local-discord.md'),
      reference.replaceAll('../packages/local-discord/README.md', '../README.md'),
    );
    cpSync(at('../local-discord-page/dist'), at('dist/page'), { recursive: true });
    if (isPnpm) return;
    const {
      publishConfig,
      scripts: _scripts,
      devDependencies: _devDependencies,
      ...kept
    } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;
    const { access, ...fields } = publishConfig;
    copyFileSync(manifest, original);
    writeFileSync(manifest, `${JSON.stringify({ ...kept, ...fields, publishConfig: { access } }, null, 2)}\n`);
  },
  restore,
  guard() {
    if (isPnpm) return;
    console.error('Publish with pnpm: npm would tell the registry what holds inside the workspace only.');
    process.exit(1);
  },
};

function restore(): void {
  if (existsSync(original)) renameSync(original, manifest);
}

const [, , name = ''] = process.argv;
const step = steps[name];
if (!step) throw new Error(`There is no step "${name}": choose one of ${Object.keys(steps).join(', ')}.`);
step();
