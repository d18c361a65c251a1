import { SecretField as Field } from '../../notifications/secrets/secret-field.tsx';

interface Props {
  label: string;
  description: string | null;
  placeholder: string;
  fallback: string;
  value: string;
  error: string | undefined;
  onChange: (name: string) => void;
  pem?: boolean;
  problemOf?: (value: string) => string | undefined;
  onSet?: (value: string) => void;
}

export function SecretField({ fallback: _f, pem: _p, problemOf: _o, onSet: _s, ...field }: Props) {
  return <Field {...field} />;
}
