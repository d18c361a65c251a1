import { rmSync } from 'node:fs';

export default function cleanUp(): void {
  const templates = process.env.SLIPWAY_E2E_TEMPLATES;
  if (templates) rmSync(templates, { recursive: true, force: true });
}
