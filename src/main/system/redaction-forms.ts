/** A part of a value that is shorter says too little to be one. */
const minPart = 8;

interface Forms {
  /** Texts that are taken out wherever they are. */
  texts: string[];
  /** What Base64 or hexadecimal must not say once it is decoded. */
  within: string[];
}

/**
 * How a value may be repeated: as it is, without blanks around it, encoded for an address, a form, JSON or HTML. A value of
 * several lines is also known by each line, and by all of them in one; an address by its path and the parts of that.
 */
export function formsOf(value: string): Forms {
  const whole = [value, value.trim(), ...joined(value)];
  const parts = [...linesOf(value), ...partsOfAddress(value)];
  const texts = new Set([...whole.flatMap(encodingsOf), ...parts.flatMap(part => [part, encodeUrl(part)])]);
  texts.delete('');
  return { texts: [...texts], within: [...new Set([...whole, ...parts])].filter(text => text.length > 3) };
}

function encodingsOf(text: string): string[] {
  const url = encodeUrl(text);
  const json = JSON.stringify(text).slice(1, -1);
  const bytes = Buffer.from(text);
  return [
    text,
    encodeURIComponent(text.toWellFormed()),
    encodeURI(text.toWellFormed()),
    url,
    url.replaceAll(/%[0-9A-F]{2}/g, code => code.toLowerCase()),
    url.replaceAll('%20', '+'),
    json,
    // A program that prints JSON in JSON, and one that leaves no character in it that HTML knows.
    JSON.stringify(json).slice(1, -1),
    json.replaceAll(/[<>&]/g, character => String.raw`\u00${character.charCodeAt(0).toString(16)}`),
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
  ];
}

/** As `encodeURIComponent` does it, with the characters that it leaves and others encode. */
function encodeUrl(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll(
    /[!'()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Of a private key, say; its first and last line are in every key. */
function linesOf(value: string): string[] {
  const lines = value.split(/\r?\n/).map(line => line.trim());
  if (lines.length === 1) return [];
  return lines.filter(line => line.length >= minPart && !/^-----(BEGIN|END) /.test(line));
}

function joined(value: string): string[] {
  const lines = linesOf(value);
  return lines.length > 1 ? [lines.join('')] : [];
}

/** Of an address that is a secret: what a server or a proxy repeats of it is most often what comes behind the host. */
function partsOfAddress(value: string): string[] {
  const address = value.trim();
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return [];
  const { pathname, search, searchParams, username, password } = new URL(address);
  const pieces = [...pathname.split('/'), ...searchParams.values(), username, password];
  return [pathname + search, pathname, ...pieces].filter(
    // Words such as "services" and "webhooks" are in many texts.
    piece => piece.length >= 2 * minPart || (piece.length >= minPart && /\d/.test(piece)),
  );
}
