import { formatDuration } from '../../../shared/domain/duration.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { toSlipwayError } from '../errors.ts';
import type { Paint } from '../output/styles.ts';
import type { Terminal } from '../output/terminal.ts';
import { indent } from '../output/text.ts';

/** Tells what the demo does, step by step: to stdout, or to stderr where stdout is for a document. */
export class Story {
  readonly paint: Paint;
  private readonly terminal: Terminal;
  private readonly began = performance.now();

  constructor(terminal: Terminal) {
    this.terminal = terminal;
    this.paint = terminal.json ? terminal.paintNotes : terminal.paint;
  }

  get elapsedMs(): number {
    return performance.now() - this.began;
  }

  /** Does one step and says how long it took. When it fails, the error names the step. */
  async step<T>(title: string, work: () => Promise<T>): Promise<T> {
    this.terminal.showStatus(this.terminal.paintNotes('dim', `▶ ${title} …`));
    const began = performance.now();
    let result: T;
    try {
      result = await work();
    } catch (cause) {
      const { code, message, details } = toSlipwayError(cause);
      throw new SlipwayError(
        code === 'internal' ? code : 'external',
        `The demo failed at "${title}": ${message}`,
        details,
        cause,
      );
    }
    const time = this.paint('dim', formatDuration(performance.now() - began));
    this.tell(`${this.paint('green', '✓')} ${title}  ${time}`);
    return result;
  }

  /** Something about the step before. */
  show(text: string): void {
    this.tell(indent(text, '    '));
  }

  tell(text: string): void {
    if (this.terminal.json) this.terminal.say(text);
    else this.terminal.print(text);
  }
}
