import type { EnvironmentForm } from './environment-form.ts';
import type { Problems } from '../edit/problems.ts';

/** What every group of fields is given. */
export interface FieldsProps {
  form: EnvironmentForm;
  set: (changes: Partial<EnvironmentForm>) => void;
  /** What is wrong, by field. */
  problems: Problems;
}

/** Of a field for names and other words that no spelling checker knows. */
export const plainText = { autoComplete: 'off', spellCheck: false, autoCapitalize: 'off' } as const;
