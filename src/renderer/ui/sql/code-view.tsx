import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { copyText } from '../copy.ts';
import { sizes } from '../theme.ts';
import classes from './code-view.module.css';
import { type SqlToken, sqlTokens } from './tokens.ts';
import { wordKind } from './words.ts';

interface Props {
  sql: string;
  /** What the text is: "Translated SQL". */
  label: string;
  /** Fills its surroundings and scrolls; else as high as the text. */
  fill?: boolean;
  /** Some other text: not coloured. */
  plain?: boolean;
  /** A line that stands out and is brought into view, from 1. */
  mark?: number | undefined;
}

/** Texts longer than this stay black and white. */
const colouredLength = 200_000;

/** SQL to read: coloured, selectable, with line numbers and a button to copy it. */
export function CodeView({ sql, label, fill = false, plain = false, mark }: Props) {
  const text = useRef<HTMLPreElement>(null);
  useEffect(() => {
    if (mark !== undefined) text.current?.children[mark - 1]?.scrollIntoView({ block: 'center' });
  }, [mark]);
  const lines = useMemo(() => colouredLines(sql, plain), [sql, plain]);
  return (
    <div className={classes.view} data-fill={fill || undefined}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role -- it scrolls, so the keyboard must reach it */}
      <pre ref={text} className={classes.code} tabIndex={0} aria-label={label} role="region">
        {lines.map((line, index) => (
          <div key={index} className={classes.line} data-marked={index + 1 === mark || undefined}>
            {line}
          </div>
        ))}
      </pre>
      <Tooltip label="Copy">
        <ActionIcon
          className={classes.copy}
          aria-label={`Copy ${label}`}
          onClick={() => void copyText(sql, label)}
        >
          <IconCopy size={sizes.iconSmall} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

function colouredLines(sql: string, plain: boolean): ReactNode[][] {
  const tokens = plain || sql.length > colouredLength ? [] : sqlTokens(sql);
  const lines: ReactNode[][] = [[]];
  let at = 0;
  const add = (text: string, kind?: string) => {
    text.split('\n').forEach((part, index) => {
      if (index > 0) lines.push([]);
      const line = lines.at(-1);
      if (part === '') return;
      line?.push(
        kind ? (
          <span key={line.length} data-syntax={kind}>
            {part}
          </span>
        ) : (
          part
        ),
      );
    });
  };
  for (const [index, token] of tokens.entries()) {
    add(sql.slice(at, token.start));
    add(sql.slice(token.start, token.end), syntaxOf(token, sql, tokens[index - 1]));
    at = token.end;
  }
  add(sql.slice(at));
  return lines;
}

function syntaxOf(token: SqlToken, sql: string, before: SqlToken | undefined): string | undefined {
  if (token.kind === 'word') {
    // A part of a name is no word of the language.
    if (before?.kind === 'sign' && sql.slice(before.start, before.end) === '.') return undefined;
    const kind = wordKind(
      sql.slice(token.start, token.end),
      /^\s*\(/.test(sql.slice(token.end, token.end + 8)),
    );
    return kind === 'name' ? undefined : kind;
  }
  if (token.kind === 'quoted') return undefined;
  if (token.kind === 'stage') return 'string';
  return token.kind === 'sign' ? 'operator' : token.kind;
}
