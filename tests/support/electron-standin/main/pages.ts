/** A request for a document, before it leaves Chromium. */
export interface NavigationRequest {
  url: string;
  isMainFrame: boolean;
  isRedirect: boolean;
}

/** What the rest of the stand-in needs to know of a page. */
export interface Page {
  readonly id: number;
  readonly targetId: string;
  prefersColorScheme(value: '' | 'light' | 'dark'): void;
  allowsNavigation(request: NavigationRequest): boolean;
}

const pages = new Set<Page>();
const pageOfFrame = new Map<string, Page>();

export function addPage(page: Page): void {
  pages.add(page);
}
export function addFrame(frameId: string, page: Page): void {
  pageOfFrame.set(frameId, page);
}
export function removePage(page: Page): void {
  pages.delete(page);
  for (const [frameId, owner] of pageOfFrame) if (owner === page) pageOfFrame.delete(frameId);
}
export function allPages(): Page[] {
  return [...pages];
}
/** The page a frame belongs to; undefined for those that are none of the application's, such as pop-ups. */
export function findPage(frameId: string): Page | undefined {
  return pageOfFrame.get(frameId);
}
