import { existsSync, readFileSync } from 'node:fs';
import { strictModule } from '../strict.ts';

/** As much of Electron's image as screenshots and icons need; PNG only. */
export interface NativeImage {
  isEmpty(): boolean;
  toPNG(): Buffer;
  toDataURL(): string;
  getSize(): { width: number; height: number };
  setTemplateImage(template: boolean): void;
}

export function nativeImageFromPng(png: Buffer): NativeImage {
  const isEmpty = png.length < 24;
  return strictModule('NativeImage', {
    isEmpty: () => isEmpty,
    toPNG: () => png,
    toDataURL: () => `data:image/png;base64,${png.toString('base64')}`,
    // The header of every PNG starts with its size.
    getSize: () =>
      isEmpty ? { width: 0, height: 0 } : { width: png.readUInt32BE(16), height: png.readUInt32BE(20) },
    setTemplateImage: () => undefined,
  });
}

/** As Electron: what cannot be read is an empty image. */
function readIfThere(path: string): Buffer {
  return existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
}

export const nativeImage = strictModule('nativeImage', {
  createEmpty: (): NativeImage => nativeImageFromPng(Buffer.alloc(0)),
  createFromPath: (path: string): NativeImage => nativeImageFromPng(readIfThere(path)),
  createFromBuffer: (png: Buffer): NativeImage => nativeImageFromPng(png),
});
