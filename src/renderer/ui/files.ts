/** Hands a file to the person; `pieces` are consumed as they come. */
export function saveFile(name: string, type: string, pieces: Iterable<string>): void {
  const parts: Blob[] = [];
  let pending: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    pending.push(piece);
    length += piece.length;
    if (length > 1_000_000) {
      parts.push(new Blob(pending));
      pending = [];
      length = 0;
    }
  }
  parts.push(new Blob(pending));
  saveBlob(name, new Blob(parts, { type }));
}

/** The same with what is there as a whole. */
export function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
