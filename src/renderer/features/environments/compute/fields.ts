import type { Problems } from '../edit/problems.ts';
import type { ProfileForm } from './profile-form.ts';

/** What every group of fields of a compute profile is given. */
export interface ProfileFieldsProps {
  form: ProfileForm;
  set: (changes: Partial<ProfileForm>) => void;
  /** What is wrong, by field. */
  problems: Problems;
}
