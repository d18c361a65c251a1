import { StrictEmitter } from '../strict.ts';

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Display {
  id: number;
  bounds: Rectangle;
  workArea: Rectangle;
  scaleFactor: number;
}

/** The displays there are taken to be; `$ELECTRON_STANDIN_DISPLAYS` (JSON rectangles) describes others. */
function displays(): Display[] {
  const described = process.env['ELECTRON_STANDIN_DISPLAYS'];
  const rectangles: Rectangle[] = described
    ? JSON.parse(described)
    : [{ x: 0, y: 0, width: 1920, height: 1080 }];
  return rectangles.map((bounds, index) => ({
    id: index + 1,
    bounds,
    workArea: { ...bounds },
    scaleFactor: 1,
  }));
}

function sharedArea(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

export class Screen extends StrictEmitter {
  protected override emittedEvents(): readonly string[] {
    return ['display-added', 'display-removed', 'display-metrics-changed'];
  }

  getAllDisplays(): Display[] {
    return displays();
  }
  getPrimaryDisplay(): Display {
    const [first] = displays();
    if (!first) throw new Error('ELECTRON_STANDIN_DISPLAYS names no display');
    return first;
  }
  getDisplayMatching(rectangle: Rectangle): Display {
    const byArea = displays().sort(
      (a, b) => sharedArea(b.bounds, rectangle) - sharedArea(a.bounds, rectangle),
    );
    return byArea[0] ?? this.getPrimaryDisplay();
  }
}

export const screen: Screen = new Screen();
