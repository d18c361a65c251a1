import { createHash } from 'node:crypto';

/** Questions beyond this length (UTF-16 units) are not kept: their answers are as large. */
const maxLength = 200_000;
/** Of all questions kept, together. */
const maxTotalLength = 4_000_000;
const maxAnswers = 1_000;

/**
 * Answers of pure functions by the hash of what was asked, the last ones asked for: publishing, compiling and planning ask
 * the same of the same text. Requests under way are shared; failures are forgotten.
 */
export class Answers {
  readonly #kept = new Map<string, { answer: Promise<unknown>; length: number }>();
  #length = 0;

  async get<T>(name: string, args: unknown[], ask: () => Promise<unknown>): Promise<T> {
    const question = JSON.stringify([name, ...args]);
    if (question.length > maxLength) return (await ask()) as T;
    const key = createHash('sha256').update(question).digest('base64');
    const known = this.#kept.get(key);
    const entry = known ?? { answer: ask(), length: question.length };
    if (known === undefined) {
      this.#length += entry.length;
      entry.answer.catch(() => this.#forget(key, entry));
    } else {
      this.#kept.delete(key); // To the end: last used, last dropped.
    }
    this.#kept.set(key, entry);
    for (const [oldest, dropped] of this.#kept) {
      if (this.#kept.size <= maxAnswers && this.#length <= maxTotalLength) break;
      this.#forget(oldest, dropped);
    }
    // A copy, as callers may sort or extend what they get.
    return structuredClone(await entry.answer) as T;
  }

  #forget(key: string, entry: { length: number }): void {
    if (this.#kept.get(key) !== entry) return;
    this.#kept.delete(key);
    this.#length -= entry.length;
  }
}
