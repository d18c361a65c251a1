/** Switches of the command line, and those the application adds before Chromium starts. */
export class CommandLine {
  readonly #switches = new Map<string, string>();

  hasSwitch(name: string): boolean {
    return this.#switches.has(name);
  }
  getSwitchValue(name: string): string {
    return this.#switches.get(name) ?? '';
  }
  appendSwitch(name: string, value = ''): void {
    this.#switches.set(name, value);
  }
  removeSwitch(name: string): void {
    this.#switches.delete(name);
  }

  /** For the launcher: takes up `--name` and `--name=value`. */
  parse(argument: string): void {
    const match = /^--([^=]+)(?:=(.*))?$/s.exec(argument);
    if (match?.[1] !== undefined) this.appendSwitch(match[1], match[2]);
  }

  /** For the launcher: everything meant for Chromium. */
  forChromium(): string[] {
    const ours = new Set([
      'inspect',
      'inspect-brk',
      'remote-debugging-port',
      'remote-debugging-pipe',
      'user-data-dir',
    ]);
    return [...this.#switches]
      .filter(([name]) => !ours.has(name))
      .map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`));
  }
}
