import type { Catalog, Securable } from './catalog.ts';
import type { Session } from './sessions.ts';

/** Who acts: a role, and the other roles of the user where secondary roles are on. */
export interface Actor {
  role: string;
  others: readonly string[];
}

/** What roles may do. ACCOUNTADMIN may do everything. */
export class Access {
  readonly #catalog: Catalog;
  readonly #rolesOfUser: (user: string) => readonly string[];

  constructor(catalog: Catalog, rolesOfUser: (user: string) => readonly string[]) {
    this.#catalog = catalog;
    this.#rolesOfUser = rolesOfUser;
  }

  actor(session: Session): Actor {
    return { role: session.role, others: session.secondaryRoles ? this.#rolesOfUser(session.user) : [] };
  }

  /** A role with all it has been granted, PUBLIC among them. */
  closure(roles: readonly string[]): Set<string> {
    const found = new Set<string>();
    const add = (name: string): void => {
      if (found.has(name)) return;
      found.add(name);
      for (const inner of this.#catalog.roles.get(name)?.roles ?? []) add(inner);
    };
    for (const role of [...roles, 'PUBLIC']) add(role);
    return found;
  }

  owns(actor: Actor, object: Securable): boolean {
    const roles = this.#rolesOf(actor);
    return roles.has('ACCOUNTADMIN') || roles.has(object.owner);
  }

  has(actor: Actor, privilege: string, object: Securable): boolean {
    if (this.owns(actor, object)) return true;
    const roles = this.#rolesOf(actor);
    return object.grants.some(
      grant =>
        roles.has(grant.role) && (grant.privilege === privilege || grant.privilege === 'ALL PRIVILEGES'),
    );
  }

  /** Whether it is there at all for this actor: any right on it will do. */
  sees(actor: Actor, object: Securable): boolean {
    if (this.owns(actor, object)) return true;
    const roles = this.#rolesOf(actor);
    return object.grants.some(grant => roles.has(grant.role));
  }

  #rolesOf(actor: Actor): Set<string> {
    return this.closure([actor.role, ...actor.others]);
  }
}
