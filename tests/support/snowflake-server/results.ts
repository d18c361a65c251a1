import { gzipSync } from 'node:zlib';

export type WireType =
  | 'fixed'
  | 'real'
  | 'text'
  | 'boolean'
  | 'date'
  | 'time'
  | 'timestamp_ntz'
  | 'timestamp_ltz'
  | 'timestamp_tz'
  | 'binary'
  | 'variant'
  | 'object'
  | 'array';

/** A column as `rowtype` describes it. */
export interface WireColumn {
  name: string;
  database: string;
  schema: string;
  table: string;
  nullable: boolean;
  type: WireType;
  precision: number | null;
  scale: number | null;
  length: number | null;
  byteLength: number | null;
  collation: null;
}

export type WireCell = string | null;
export type WireRow = WireCell[];

/** The longest text there is. */
export const maxTextLength = 16_777_216;

export function wireColumn(name: string, type: WireType, fields: Partial<WireColumn> = {}): WireColumn {
  const isText = type === 'text';
  const isTime = type === 'time' || type.startsWith('timestamp');
  return {
    name,
    database: '',
    schema: '',
    table: '',
    nullable: true,
    type,
    precision: type === 'fixed' ? 38 : isTime ? 0 : null,
    scale: type === 'fixed' ? 0 : isTime ? 9 : null,
    length: isText ? maxTextLength : type === 'binary' ? 8_388_608 : null,
    byteLength: isText ? maxTextLength : type === 'binary' ? 8_388_608 : null,
    collation: null,
    ...fields,
  };
}

/** Rows beyond the first ones, as the storage behind the account keeps them. */
export interface Chunk {
  rowCount: number;
  uncompressedSize: number;
  compressed: Buffer;
}

/** What a statement answers. */
export interface Answer {
  /** See "Statement types" in statement-types.ts. */
  typeId: number;
  columns: WireColumn[];
  /** The rows that come with the answer itself. */
  rowset: WireRow[];
  chunks: Chunk[];
  total: number;
  /** What QUERY_HISTORY tells: rows returned, or rows that were changed. */
  rowsProduced: number;
  /** Of several statements in one request: the ids of each, in order. */
  children?: { id: string; typeId: number }[];
}

export interface Sizes {
  inlineRows: number;
  chunkRows: number;
}

/** Collects rows; what does not fit into the answer is packed at once, so that a million rows take little memory. */
export class AnswerBuilder {
  readonly #columns: WireColumn[];
  readonly #sizes: Sizes;
  readonly #rowset: WireRow[] = [];
  readonly #chunks: Chunk[] = [];
  #texts: string[] = [];
  #total = 0;

  constructor(columns: WireColumn[], sizes: Sizes) {
    this.#columns = columns;
    this.#sizes = sizes;
  }

  add(row: WireRow): void {
    this.#total++;
    if (this.#rowset.length < this.#sizes.inlineRows) {
      this.#rowset.push(row);
      return;
    }
    this.#texts.push(JSON.stringify(row));
    if (this.#texts.length >= this.#sizes.chunkRows) this.#pack();
  }

  finish(typeId: number, rowsProduced: number = this.#total): Answer {
    if (this.#texts.length > 0) this.#pack();
    return {
      typeId,
      columns: this.#columns,
      rowset: this.#rowset,
      chunks: this.#chunks,
      total: this.#total,
      rowsProduced,
    };
  }

  /** A chunk is rows with commas between them, without brackets around them all. */
  #pack(): void {
    const text = Buffer.from(this.#texts.join(','));
    this.#chunks.push({
      rowCount: this.#texts.length,
      uncompressedSize: text.length,
      compressed: gzipSync(text, { level: 1 }),
    });
    this.#texts = [];
  }
}

export function answerOf(
  typeId: number,
  columns: WireColumn[],
  rows: readonly WireRow[],
  rowsProduced: number = rows.length,
): Answer {
  return {
    typeId,
    columns,
    rowset: [...rows],
    chunks: [],
    total: rows.length,
    rowsProduced,
  };
}

/** `Table T successfully created.` */
export function status(typeId: number, message: string): Answer {
  return answerOf(typeId, [wireColumn('status', 'text')], [[message]], 0);
}
