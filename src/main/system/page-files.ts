import { extname, join, relative, sep } from 'node:path';

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

export interface PageFile {
  /** Absolute, inside of the directory. */
  path: string;
  /** For the `content-type` header. */
  type: string;
  /** Its name changes with its content, so that it may be kept for ever. */
  immutable: boolean;
}

/**
 * The file of the built page in `directory` that a URL's path names; undefined when it names nothing that may be served.
 * The page's own addresses are behind the `#` of `/`: none of them is a path.
 */
export function findPageFile(directory: string, urlPath: string): PageFile | undefined {
  const segments = decode(urlPath)?.split('/');
  if (!segments || !segments.every(isPlain)) return undefined;
  if (urlPath === '' || urlPath === '/') return findPageFile(directory, '/index.html');
  const type = types[extname(urlPath).toLowerCase()];
  if (type === undefined) return undefined;
  const path = join(directory, ...segments);
  // `isPlain` has left nothing that leads out; this holds whatever it may have missed.
  if (relative(directory, path).split(sep)[0] === '..') return undefined;
  return { path, type, immutable: segments[1] === 'assets' };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** No way up, no hidden file, nothing another system reads as a path, a drive, a stream or a device. */
function isPlain(segment: string): boolean {
  return !segment.startsWith('.') && !/[\\:\0]/.test(segment) && !segment.includes(sep);
}
