export interface DiffProps {
  before: string;
  after: string;
  beforeLabel: string;
  afterLabel: string;
  /** One column instead of two. */
  inline: boolean;
  /** Told how high all of it is, in pixels, whenever that changes. */
  onHeight?: (height: number) => void;
}
