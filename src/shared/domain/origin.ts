/** How a file stands to what was taken over from it. */
export const originStates = ['same', 'changed', 'missing', 'unreadable'] as const;
export type OriginState = (typeof originStates)[number];
