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
  const url = URL.createObjectURL(new Blob(parts, { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
