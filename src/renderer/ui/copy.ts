import { showToast } from './notices.ts';

/** Puts a text on the clipboard and says so in passing; `what` as in "Query id copied". */
export async function copyText(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    showToast(`${what} copied`);
  } catch {
    showToast(`The clipboard is not available; ${what.toLowerCase()} was not copied`);
  }
}
