import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { STOP_TIMEOUT_MS } from '../packages/platform/src/index.ts';
import { root } from './bootstrap/paths.mjs';

const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** What `.env.example` shows for each name, commented out or not. */
const documented = new Map(
  [...read('.env.example').matchAll(/^(?:# )?([A-Z][A-Z0-9_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [
    name,
    value,
  ]),
);

const Compose = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string(),
      build: z.object({ args: z.object({ SERVICE: z.string() }) }).optional(),
      command: z.array(z.string()).optional(),
      environment: z.record(z.string(), z.string()).default({}),
      healthcheck: z.object({}).optional(),
      stop_grace_period: z.string().optional(),
      read_only: z.boolean().default(false),
      depends_on: z
        .record(z.string(), z.object({ condition: z.string(), required: z.boolean().default(true) }))
        .default({}),
      profiles: z.array(z.string()).default([]),
      ports: z.array(z.string()).default([]),
    }),
  ),
});
const { services } = Compose.parse(parse(read('docker-compose.yml'), { merge: true }));
const ours = Object.entries(services).filter(([, service]) => service.build !== undefined);

/**
 * The variables in a service's `config.ts`, with their defaults as text, `undefined` where there is none.
 * Read from its source, because its schemas are its own affair.
 */
function variablesOf(service: string): Map<string, string | undefined> {
  const source = read(`services/${service}/src/config.ts`);
  const parts = source.split(/^\s+(?=[A-Z][A-Z0-9_]+: )/m).slice(1);
  return new Map([
    ...parts.map((part): [string, string | undefined] => {
      const [name = ''] = part.split(':', 1);
      const value = /\.default\('?(.*?)'?\)/.exec(part)?.[1];
      return [name, /^\d[\d_]*$/.test(value ?? '') ? value?.replaceAll('_', '') : value];
    }),
    ...vendorVariablesOf(service),
  ]);
}

/** Each vendor names its own, in its folder. */
function vendorVariablesOf(service: string): [string, string | undefined][] {
  return globSync(`services/${service}/src/vendors/*/index.ts`, { cwd: root }).flatMap((path) =>
    [...read(path).matchAll(/variable: '([A-Z0-9_]+)'(?:,\s*usual: '([^']+)')?/g)].map(
      ([, name = '', usual]): [string, string | undefined] => [name, usual],
    ),
  );
}

function conditionsOf(name: string): string[] {
  return Object.entries(services[name]?.depends_on ?? {}).map(([on, { condition }]) => `${on} ${condition}`);
}

it('copies every package that a service needs into its image', () => {
  const manifests = globSync('services/*/package.json', { cwd: root }).map((path) => JSON.parse(read(path)));
  const Manifest = z.object({ dependencies: z.record(z.string(), z.string()) });
  const needed = new Set(
    manifests.flatMap((manifest) =>
      Object.keys(Manifest.parse(manifest).dependencies).filter((name) => name.startsWith('@tzurot/')),
    ),
  );

  expect(needed.size).toBeGreaterThan(1);
  for (const name of needed) {
    const folder = `packages/${name.replace('@tzurot/', '')}`;
    expect(read('Dockerfile')).toContain(`COPY ${folder} ${folder}\n`);
    expect(read('.dockerignore')).toContain(`!${folder}\n`);
  }
});

it('has a sentence for every variable that docker-compose.yml reads', () => {
  const variables = [...read('docker-compose.yml').matchAll(/\$\{([A-Z0-9_]+)/g)].map(([, name]) => name);

  expect(variables.length).toBeGreaterThan(5);
  expect(variables.filter((name) => !documented.has(name ?? ''))).toEqual([]);
});

it('has a sentence above every variable', () => {
  const bare = read('.env.example')
    .split('\n\n')
    .filter((block) => /^(# )?[A-Z][A-Z0-9_]+=/m.test(block))
    .filter((block) => !/^# [A-Z0-9].*\.\n(# )?[A-Z][A-Z0-9_]+=.*\n?$/s.test(block));

  expect(bare).toEqual([]);
});

it('has no variable that nobody reads', () => {
  const readers = globSync(['services/*/src/**/*.ts', 'packages/*/src/**/*.ts', 'scripts/*.ts'], { cwd: root });
  const text = [...readers.filter((path) => !path.endsWith('.test.ts')), 'docker-compose.yml'].map(read).join('\n');

  expect([...documented.keys()].filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
});

it.each(['bot-client', 'api-gateway', 'ai-worker'])('documents every variable of %s', (service) => {
  const variables = variablesOf(service);

  expect(variables.size).toBeGreaterThan(3);
  expect([...variables.keys()].filter((name) => !documented.has(name))).toEqual([]);
});

it('documents what a service reads besides its configuration', () => {
  const source = read('packages/platform/src/lifecycle/define-service.ts');
  const variables = [...source.matchAll(/\benv\['([A-Z0-9_]+)'\]/g)].map(([, name]) => name);

  expect(variables.length).toBeGreaterThan(0);
  expect(variables.filter((name) => !documented.has(name ?? ''))).toEqual([]);
});

it('documents every variable of npm start', () => {
  const variables = [...read('scripts/start.ts').matchAll(/^ {2}([A-Z][A-Z0-9_]+): (?:z|port)\b/gm)].map(
    ([, name]) => name,
  );

  expect(variables.length).toBeGreaterThan(8);
  expect(variables.filter((name) => !documented.has(name ?? ''))).toEqual([]);
});

it.each(['bot-client', 'api-gateway', 'ai-worker'])('shows the defaults of %s', (service) => {
  const defaults = [...variablesOf(service)].filter(([, value]) => value);

  const shown = defaults.map(([name]) => [name, documented.get(name)]);

  expect(shown).toEqual(defaults);
});

it.each(['bot-client', 'api-gateway', 'ai-worker'])('gives %s only variables that it reads', (service) => {
  const variables = variablesOf(service);

  const given = Object.keys(services[service]?.environment ?? {});

  expect(given.filter((name) => !variables.has(name))).toEqual([]);
});

/** What containers have of their own, whatever somebody writes into .env: their ports, and each other's addresses. */
const setByCompose = [
  'HOST',
  'GATEWAY_PORT',
  'BOT_CLIENT_PORT',
  'WORKER_PORT',
  'DATABASE_URL',
  // Only for a stand-in that runs on this machine, which no container reaches.
  'DISCORD_API_URL',
  'LOCAL_MODEL_URL',
];

it.each(['bot-client', 'api-gateway', 'ai-worker'])('gives %s every variable that .env may hold for it', (service) => {
  const given = Object.keys(services[service]?.environment ?? {});

  expect([...variablesOf(service).keys()].filter((name) => ![...given, ...setByCompose].includes(name))).toEqual([]);
});

it('publishes the metrics of every service, and nothing, beyond this machine', () => {
  const ports = Object.values(services).flatMap((service) => service.ports);

  expect(ports.map((port) => port.split(':').at(-1) ?? '').toSorted((a, b) => a.localeCompare(b))).toEqual([
    '3902',
    '3904',
    '3905',
  ]);
  expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
});

it('runs its own database only in a profile, so that an outside one takes its place', () => {
  const own = Object.entries(services).filter(([, { profiles }]) => profiles.includes('database'));
  const names = own.map(([name]) => name);

  const needed = ours.flatMap(([, service]) =>
    Object.entries(service.depends_on).filter(([name, { required }]) => names.includes(name) && required),
  );
  expect(names).toEqual(['postgres', 'backup']);
  expect(needed).toEqual([]);
  expect(services['api-gateway']?.environment['DATABASE_URL']).toMatch(/^\$\{DATABASE_URL:-/);
  expect(documented.get('COMPOSE_PROFILES')).toBe('database');
});

it('waits longer for a service to stop than the service itself does', () => {
  const seconds = ours.map(([, service]) => Number.parseInt(service.stop_grace_period ?? '0', 10));

  expect(Math.min(...seconds) * 1_000).toBeGreaterThan(STOP_TIMEOUT_MS);
});

it('reads the environment nowhere but where a process begins', () => {
  const readers = globSync(['services/*/src/**/*.ts', 'packages/{contracts,platform,startup,words}/src/**/*.ts'], {
    cwd: root,
  }).filter((path) => !/[.]test[.]ts$|\/(?:generated|testing)\//.test(path) && read(path).includes('process.env'));

  expect(readers.map((path) => path.replaceAll('\\', '/')).toSorted()).toEqual([
    'services/ai-worker/src/main.ts',
    'services/api-gateway/src/main.ts',
    'services/bot-client/src/main.ts',
  ]);
});

it('runs every service of this repository, each from the one Dockerfile, none with a writable root', () => {
  const built = new Set(ours.map(([, service]) => service.build?.args.SERVICE));

  expect(built).toEqual(new Set(['bot-client', 'api-gateway', 'ai-worker']));
  expect(ours.filter(([, service]) => !service.read_only)).toEqual([]);
});

it('starts the gateway after its migrations, and the others after the gateway', () => {
  expect(conditionsOf('api-gateway')).toContain('migrate service_completed_successfully');
  expect(conditionsOf('bot-client')).toContain('api-gateway service_healthy');
  expect(conditionsOf('ai-worker')).toContain('api-gateway service_healthy');
});

it('runs a Redis that keeps jobs', () => {
  expect(services['redis']?.command?.join(' ')).toBe('redis-server --appendonly yes --maxmemory-policy noeviction');
});

it('copies into the image nothing that the image is not let in, and nothing that is missing here', () => {
  const copied = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths = '']) =>
    paths.split(' '),
  );
  const letIn =
    read('.dockerignore')
      .match(/^!.+$/gm)
      ?.map((line) => line.slice(1)) ?? [];

  expect(copied.filter((path) => !letIn.includes(path))).toEqual([]);
  expect(letIn.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

it('has an entry point for every service', () => {
  expect(globSync('services/*/src/main.ts', { cwd: root })).toHaveLength(3);
});
