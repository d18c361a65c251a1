import { preloadable } from '../../../ui/preloadable.tsx';

/** The editor of a draft; most of the application's size, so it is loaded apart. */
export const SqlEditor = preloadable(() => import('./sql-editor.tsx'));
