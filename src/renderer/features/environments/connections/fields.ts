import type { Problems } from '../edit/problems.ts';
import type { ConnectionForm } from './connection-form.ts';

/** What every group of fields of a connection is given. */
export interface ConnectionFieldsProps {
  form: ConnectionForm;
  set: (changes: Partial<ConnectionForm>) => void;
  /** What is wrong, by field. */
  problems: Problems;
}
