/** The id of what holds a plan. */
export const planRegion = 'plan';

/** Lets the keyboard scroll the plan; for when what had the focus is gone. */
export function focusPlan(): void {
  document.getElementById(planRegion)?.focus({ preventScroll: true });
}
