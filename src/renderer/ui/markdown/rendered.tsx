import { VisuallyHidden } from '@mantine/core';
import type { ComponentProps } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import classes from './markdown.module.css';

const plugins = [remarkGfm];

/** The page has headings of its own above these. Pictures would be fetched from anywhere: only their words are shown. */
const components: Components = {
  h1: 'h3',
  h2: 'h4',
  h3: 'h5',
  h4: 'h6',
  h5: 'h6',
  a: Anchor,
  img: ({ alt = '' }) => <span className={classes.picture}>[{alt === '' ? 'picture' : alt}]</span>,
  input: ({ checked }) => (
    <>
      <span aria-hidden>{checked ? '☑' : '☐'}</span>
      <VisuallyHidden>{checked ? 'done:' : 'to do:'}</VisuallyHidden>
    </>
  ),
  table: ({ children }) => (
    <div className={classes.wide}>
      <table>{children}</table>
    </div>
  ),
};

function Anchor({ href = '', children }: ComponentProps<'a'>) {
  if (!/^https?:/.test(href)) return children;
  return (
    <a href={href} target="_blank" rel="noreferrer noopener" title={href}>
      {children}
    </a>
  );
}

/** See `Markdown`, which loads this when it is needed. */
export default function Rendered({ text }: { text: string }) {
  return (
    <ReactMarkdown remarkPlugins={plugins} components={components}>
      {text}
    </ReactMarkdown>
  );
}
