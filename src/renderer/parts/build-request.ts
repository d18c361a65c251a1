import { create } from 'zustand';

/** What somebody wants to build: several models of an environment. */
export interface BuildRequest {
  environment: string;
  select: string;
  drafts: boolean;
}

/** The models to be built, asked for by any screen; the dialog belongs to the runs. */
export const useBuildRequest = create<{ request: BuildRequest | null }>(() => ({ request: null }));

export function openBuild(request: BuildRequest): void {
  useBuildRequest.setState({ request });
}

export function closeBuild(): void {
  useBuildRequest.setState({ request: null });
}
