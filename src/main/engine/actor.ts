/** Who does something, and through what. */
export interface Actor {
  name: string;
  via: 'desktop' | 'web' | 'cli' | 'rest' | 'engine';
}

/** As it is stored and shown: "ada via cli". */
export function actorText(actor: Actor): string {
  return `${actor.name} via ${actor.via}`;
}
