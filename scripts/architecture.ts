import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** What a part of the source may import; see AGENTS.md, "The dependency rule". */
interface Part {
  /** Parts or single files of ours, as prefixes below `src/`. */
  ours: string[];
  /** Packages by name; `node:` stands for Node's own modules. */
  packages: string[];
}

const sqlLibraries = ['@polyglot-sql/sdk', '@guanmingchiu/sqlparser-ts', 'sql-formatter', 'diff'];

/** The longest prefix that fits a file is its part. */
export const parts: Record<string, Part> = {
  shared: { ours: ['shared'], packages: ['zod', '@orpc/contract', 'cronstrue'] },
  'main/engine': {
    ours: ['main/engine', 'shared'],
    packages: ['node:', 'better-sqlite3', 'cron-parser', 'zod', 'yaml', ...sqlLibraries],
  },
  'main/processes': { ours: ['main/processes', 'main/engine/ports.ts', 'shared'], packages: ['node:'] },
  'main/analysis': {
    ours: ['main/analysis', 'main/processes', 'main/engine/sql', 'main/engine/ports.ts', 'shared'],
    packages: ['node:'],
  },
  'main/upkeep': {
    ours: ['main/upkeep', 'main/processes', 'main/engine/store/open.ts', 'main/engine/ports.ts', 'shared'],
    packages: ['node:', 'better-sqlite3'],
  },
  'main/executors': {
    ours: ['main/executors', 'main/processes', 'main/system/redaction.ts', 'main/engine/ports.ts', 'shared'],
    packages: ['node:', '@duckdb/node-api', '@duckdb/node-bindings', 'snowflake-sdk'],
  },
  'main/system': {
    ours: ['main/system', 'main/engine/ports.ts', 'shared'],
    packages: ['node:', 'better-sqlite3', 'pino'],
  },
  'main/secrets': {
    ours: ['main/secrets', 'main/processes', 'main/system/file-lock.ts', 'main/engine/ports.ts', 'shared'],
    packages: ['node:', '@napi-rs/keyring'],
  },
  'main/notify': {
    ours: ['main/notify', 'main/engine/ports.ts', 'shared'],
    packages: ['node:', 'nodemailer'],
  },
  'main/api': {
    ours: ['main/api', 'main/engine', 'shared'],
    packages: ['node:', '@orpc/server', '@orpc/client', '@orpc/contract', '@orpc/openapi', '@orpc/zod', 'ws'],
  },
  'main/headless': {
    ours: [
      'main/headless',
      'main/api',
      'main/system',
      'main/engine',
      'main/processes/child.ts',
      'main/host.ts',
      'shared',
    ],
    packages: ['node:', 'ws', '@orpc/server', '@orpc/client', '@orpc/openapi', '@orpc/zod'],
  },
  'main/host.ts': {
    ours: [
      'main/engine',
      'main/analysis',
      'main/executors',
      'main/notify',
      'main/processes',
      'main/upkeep',
      'main/secrets',
      'main/system',
      'main/api',
      'main/headless',
      'shared',
    ],
    packages: ['node:'],
  },
  'main/cli': {
    ours: [
      'main/cli',
      'main/host.ts',
      'main/headless',
      'main/api',
      'main/system',
      'main/analysis',
      'main/processes',
      'main/engine',
      'shared',
    ],
    packages: ['node:', 'commander', 'zod', 'yaml', '@orpc/client', '@orpc/contract'],
  },
  'main/desktop': {
    ours: [
      'main/desktop',
      'main/host.ts',
      'main/api',
      'main/system',
      'main/processes',
      'main/engine/ports.ts',
      'shared',
    ],
    packages: ['node:', 'electron'],
  },
  preload: { ours: ['preload', 'shared'], packages: ['electron'] },
  renderer: {
    ours: ['renderer', 'shared'],
    packages: [
      'react',
      'react-dom',
      '@fontsource-variable/inter',
      '@fontsource-variable/jetbrains-mono',
      '@mantine/core',
      '@mantine/hooks',
      '@mantine/modals',
      '@mantine/notifications',
      '@mantine/spotlight',
      '@mantine/dates',
      '@tabler/icons-react',
      '@tanstack/react-query',
      '@tanstack/react-table',
      '@tanstack/react-virtual',
      '@orpc/client',
      '@orpc/contract',
      '@orpc/tanstack-query',
      'monaco-editor',
      'react-markdown',
      'remark-gfm',
      'sql-formatter',
      'wouter',
      'zustand',
      'uplot',
      '@xyflow/react',
      'elkjs',
      'zod',
      'diff',
      'vite',
    ],
  },
};

/** Where time and chance come from ports only. */
const pureParts = ['shared', 'main/engine'];
const impure: [RegExp, string][] = [
  [/\bDate\.now\b/, 'Date.now'],
  [/\bnew Date\(\s*\)/, 'new Date()'],
  [/\bperformance\.now\b/, 'performance.now'],
  [/\b(setTimeout|setInterval)\b/, 'a timer'],
  [/\bAbortSignal\.timeout\b/, 'a timer'],
  [/\bMath\.random\b/, 'Math.random'],
  [/\b(randomUUID|randomBytes|randomInt|getRandomValues)\b/, 'a random id'],
];

export interface Module {
  /** Below the root, with forward slashes. */
  path: string;
  text: string;
}

/** Everything in `modules` that breaks the rules, a line each. */
export function violations(modules: Module[]): string[] {
  const known = new Set(modules.map(module => module.path));
  const graph = new Map<string, string[]>();
  const found: string[] = [];
  for (const module of modules) {
    const name = partOf(module.path);
    if (name === undefined) {
      found.push(`${module.path}: belongs to no part of the dependency rule`);
      continue;
    }
    const part = parts[name];
    const code = withoutComments(module.text);
    const edges: string[] = [];
    for (const specifier of imports(code)) {
      if (specifier.startsWith('.')) {
        const target = join(dirname(module.path), specifier).split(sep).join('/').replace(/\?.*$/, '');
        if (!known.has(target)) continue;
        edges.push(target);
        if (!part?.ours.some(prefix => within(target, prefix))) {
          found.push(`${module.path}: ${name} must not import ${target}`);
        }
      } else if (!allowsPackage(part, specifier)) {
        found.push(`${module.path}: ${name} must not import "${specifier}"`);
      }
    }
    graph.set(module.path, edges);
    if (pureParts.includes(name) && module.path !== 'main/engine/ports.ts') {
      for (const [pattern, what] of impure) {
        if (pattern.test(code)) found.push(`${module.path}: uses ${what} outside of the ports`);
      }
    }
  }
  return [...found, ...circles(graph)];
}

function partOf(path: string): string | undefined {
  return Object.keys(parts)
    .filter(prefix => within(path, prefix))
    .sort((a, b) => b.length - a.length)[0];
}

function within(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}

function allowsPackage(part: Part | undefined, specifier: string): boolean {
  return (
    part?.packages.some(allowed =>
      allowed.endsWith(':') ? specifier.startsWith(allowed) : within(specifier, allowed),
    ) ?? false
  );
}

function* imports(code: string): Generator<string> {
  const pattern =
    /\b(?:import|export)\s+(?:type\s+)?(?:[\w$\s{},*]+\s+from\s+)?['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g;
  for (const match of code.matchAll(pattern)) {
    const specifier = match[1] ?? match[2];
    if (specifier !== undefined) yield specifier;
  }
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|[^:'"`])\/\/.*$/gm, '$1');
}

/** Each circle once, as the path around it. */
function circles(graph: Map<string, string[]>): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const path: string[] = [];
  const found: string[] = [];
  const visit = (module: string) => {
    state.set(module, 'open');
    path.push(module);
    for (const next of graph.get(module) ?? []) {
      if (state.get(next) === 'open') {
        found.push(`circle: ${[...path.slice(path.indexOf(next)), next].join(' → ')}`);
      } else if (!state.has(next)) visit(next);
    }
    path.pop();
    state.set(module, 'done');
  };
  for (const module of graph.keys()) if (!state.has(module)) visit(module);
  return found;
}

/** Every source file below `root`/src. */
export function readModules(root: string): Module[] {
  const src = join(root, 'src');
  return readdirSync(src, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.(ts|tsx)$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map(entry => {
      const file = resolve(entry.parentPath, entry.name);
      return { path: relative(src, file).split(sep).join('/'), text: readFileSync(file, 'utf8') };
    });
}
