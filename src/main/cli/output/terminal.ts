import { type Paint, paintFor } from './styles.ts';
import { type Cell, type Column, facts, table } from './table.ts';

export interface TerminalOptions {
  /** One JSON document on stdout instead of words. */
  json: boolean;
  environment?: NodeJS.ProcessEnv;
}

/** Where a command speaks: results to stdout, everything else to stderr. */
export class Terminal {
  readonly json: boolean;
  /** Colours of stdout. */
  readonly paint: Paint;
  /** Colours of stderr. */
  readonly paintNotes: Paint;
  /** Places on a line of stdout; infinite when it is no terminal. */
  readonly width: number;
  private status = '';
  private open = true;

  constructor({ json, environment = process.env }: TerminalOptions) {
    this.json = json;
    this.paint = paintFor(process.stdout, environment);
    this.paintNotes = paintFor(process.stderr, environment);
    const columns = process.stdout.columns ?? Number(environment.COLUMNS);
    this.width = columns > 0 ? columns : Number.POSITIVE_INFINITY;
  }

  get now(): number {
    return Date.now();
  }

  /** The result of a command, in the form asked for. */
  result(document: unknown, words: () => string): void {
    if (this.json) this.document(document);
    else this.print(words());
  }

  /** The one JSON document. */
  document(value: unknown): void {
    this.write(process.stdout, JSON.stringify(value, null, process.stdout.isTTY ? 2 : undefined));
  }

  /** Lines of a result in words. */
  print(text: string): void {
    if (!this.json) this.write(process.stdout, text);
  }

  /** What happens meanwhile, and remarks. */
  say(text: string): void {
    this.write(process.stderr, text);
  }

  warn(text: string): void {
    this.say(`${this.paintNotes('yellow', 'warning:')} ${text}`);
  }

  /** A line that the next one replaces; only where somebody is looking. */
  showStatus(text: string): void {
    if (!process.stderr.isTTY || !this.open) return;
    this.status = text;
    process.stderr.write(`\r\x1b[K${text}`);
  }

  clearStatus(): void {
    if (this.status !== '') process.stderr.write('\r\x1b[K');
    this.status = '';
  }

  table(columns: Column[], rows: Cell[][]): string {
    return table(columns, rows, { width: this.width, paint: this.paint });
  }

  facts(pairs: Parameters<typeof facts>[0]): string {
    return facts(pairs, { paint: this.paint });
  }

  /** Says nothing more: the command was given up. */
  mute(): void {
    this.clearStatus();
    this.open = false;
  }

  private write(stream: NodeJS.WriteStream, text: string): void {
    if (!this.open) return;
    this.clearStatus();
    stream.write(text.endsWith('\n') ? text : `${text}\n`);
  }
}

/** Resolves when everything written has left. */
export async function flush(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    await new Promise<void>(resolve => {
      stream.write('', () => resolve());
    });
  }
}
