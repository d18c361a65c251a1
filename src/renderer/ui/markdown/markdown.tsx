import { Suspense } from 'react';
import { preloadable } from '../preloadable.tsx';
import classes from './markdown.module.css';

const Rendered = preloadable(() => import('./rendered.tsx'));

/** A text in Markdown, with tables and lists to tick. HTML in it is shown as what it is: text. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className={classes.markdown}>
      <Suspense fallback={<p className={classes.plain}>{text}</p>}>
        <Rendered text={text} />
      </Suspense>
    </div>
  );
}
