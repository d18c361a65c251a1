/** Texts beyond this length (UTF-16 units) are not kept. */
const maxLength = 50_000;
const maxAnswers = 400;

/**
 * Answers of pure functions, the last ones asked for: publishing, compiling and planning ask the same of the same text.
 * Requests under way are shared; failures are forgotten.
 */
export class Answers {
  readonly #kept = new Map<string, Promise<unknown>>();

  async get<T>(name: string, args: unknown[], ask: () => Promise<unknown>): Promise<T> {
    const key = JSON.stringify([name, ...args]);
    if (key.length > maxLength) return (await ask()) as T;
    let answer = this.#kept.get(key);
    if (answer === undefined) {
      answer = ask();
      answer.catch(() => this.#kept.delete(key));
    } else {
      this.#kept.delete(key); // To the end: last used, last dropped.
    }
    this.#kept.set(key, answer);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= maxAnswers) break;
      this.#kept.delete(oldest);
    }
    // A copy, as callers may sort or extend what they get.
    return structuredClone(await answer) as T;
  }
}
