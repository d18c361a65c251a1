import type { Clock } from '../../../src/main/engine/ports.ts';
import type { Relation } from '../../../src/shared/domain/relation.ts';

export type Kind = 'ACCOUNT' | 'ROLE' | 'WAREHOUSE' | 'DATABASE' | 'SCHEMA' | 'TABLE' | 'VIEW';

export interface Granted {
  privilege: string;
  role: string;
  grantOption: boolean;
  grantedBy: string;
  atMs: number;
}

/** Anything that rights can be given on. */
export interface Securable {
  readonly kind: Kind;
  name: string;
  owner: string;
  readonly createdMs: number;
  comment: string;
  grants: Granted[];
}

export interface Warehouse extends Securable {
  size: string;
  suspended: boolean;
  autoResume: boolean;
  overQuota: string | null;
}

export interface FutureGrant {
  kind: Kind;
  privilege: string;
  role: string;
}

export interface Database extends Securable {
  readonly schemas: Map<string, Schema>;
  readonly futureGrants: FutureGrant[];
}

export interface Schema extends Securable {
  readonly database: string;
  readonly objects: Map<string, Table>;
  readonly futureGrants: FutureGrant[];
}

/** A column as it was declared; tables made of a query have none of these. */
export interface Declared {
  name: string;
  /** As DESCRIBE shows it: `TIMESTAMP_TZ(9)`. */
  type: string;
  nullable: boolean;
  comment: string | null;
  defaultSql: string | null;
}

/** A table or a view. */
export interface Table extends Securable {
  readonly kind: 'TABLE' | 'VIEW';
  alteredMs: number;
  transient: boolean;
  /** The session it belongs to. */
  temporaryOf: number | null;
  clusterBy: string;
  /** The text of a view. */
  text: string | null;
  /** What a view reads. */
  reads: Relation[];
  declared: Declared[];
}

export interface Role extends Securable {
  /** Roles granted to it: it may do what they may. */
  readonly roles: Set<string>;
}

/** Everything the account knows of itself but the rows. */
export class Catalog {
  readonly account: Securable;
  readonly roles = new Map<string, Role>();
  readonly warehouses = new Map<string, Warehouse>();
  readonly databases = new Map<string, Database>();
  /** Temporary tables by session and full name. */
  readonly temporary = new Map<string, Table>();
  readonly clock: Clock;

  constructor(clock: Clock, account: string) {
    this.clock = clock;
    this.account = this.#securable('ACCOUNT', account, 'ACCOUNTADMIN');
  }

  addRole(name: string): Role {
    const role: Role = { ...this.#securable('ROLE', name, 'ACCOUNTADMIN'), roles: new Set() };
    this.roles.set(name, role);
    return role;
  }

  addWarehouse(
    name: string,
    fields: Pick<Warehouse, 'size' | 'suspended' | 'autoResume' | 'overQuota'>,
  ): void {
    this.warehouses.set(name, { ...this.#securable('WAREHOUSE', name, 'ACCOUNTADMIN'), ...fields });
  }

  addDatabase(name: string, owner: string): Database {
    const database: Database = {
      ...this.#securable('DATABASE', name, owner),
      schemas: new Map(),
      futureGrants: [],
    };
    this.databases.set(name, database);
    return database;
  }

  addSchema(database: Database, name: string, owner: string): Schema {
    const schema: Schema = {
      ...this.#securable('SCHEMA', name, owner),
      database: database.name,
      objects: new Map(),
      futureGrants: [],
    };
    database.schemas.set(name, schema);
    return schema;
  }

  newTable(
    kind: Table['kind'],
    name: string,
    owner: string,
    fields: Partial<
      Pick<Table, 'comment' | 'transient' | 'temporaryOf' | 'clusterBy' | 'text' | 'reads' | 'declared'>
    >,
  ): Table {
    return {
      ...this.#securable(kind, name, owner),
      alteredMs: this.clock.now(),
      transient: false,
      temporaryOf: null,
      clusterBy: '',
      text: null,
      reads: [],
      declared: [],
      ...fields,
      kind,
    };
  }

  schema(database: string, schema: string): Schema | undefined {
    return this.databases.get(database)?.schemas.get(schema);
  }

  /** A session's temporary table hides another of its name. */
  table(relation: Relation, sessionId: number | null): Table | undefined {
    return (
      (sessionId === null ? undefined : this.temporary.get(temporaryKey(sessionId, relation))) ??
      this.schema(relation.database, relation.schema)?.objects.get(relation.name)
    );
  }

  /** Takes a session's temporary tables away; the schemas they were in. */
  forgetTemporary(sessionId: number): Relation[] {
    const schemas: Relation[] = [];
    for (const key of this.temporary.keys()) {
      const [owner, database, schema] = JSON.parse(key) as [number, string, string, string];
      if (owner !== sessionId) continue;
      this.temporary.delete(key);
      schemas.push({ database, schema, name: '' });
    }
    return schemas;
  }

  #securable<T extends Kind>(kind: T, name: string, owner: string) {
    return { kind, name, owner, createdMs: this.clock.now(), comment: '', grants: [] as Granted[] };
  }
}

export function temporaryKey(sessionId: number, { database, schema, name }: Relation): string {
  return JSON.stringify([sessionId, database, schema, name]);
}
