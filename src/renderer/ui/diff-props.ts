export interface DiffProps {
  before: string;
  after: string;
  beforeLabel: string;
  afterLabel: string;
  /** One column instead of two. */
  inline: boolean;
}
