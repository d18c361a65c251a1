import type { GoldenFamily } from './golden.ts';

export const context: GoldenFamily = {
  title: 'Context and hash functions',
  page: 'functions-context',
  functions: {
    CURRENT_ACCOUNT: {
      note: 'Another value: a warning says so.',
      golden: [['current_account() is not null', true]],
    },
    CURRENT_ACCOUNT_NAME: {
      note: 'Another value: a warning says so.',
      golden: [['current_account_name() is not null', true]],
    },
    CURRENT_CLIENT: {
      note: 'Another value: a warning says so.',
      golden: [['current_client() is not null', true]],
    },
    CURRENT_DATABASE: {
      note: 'The database of the environment.',
      golden: [['current_database() is not null', true]],
    },
    CURRENT_REGION: {
      note: 'Another value: a warning says so.',
      golden: [['current_region() is not null', true]],
    },
    CURRENT_ROLE: {
      note: 'Another value: a warning says so.',
      golden: [['current_role() is not null', true]],
    },
    CURRENT_SCHEMA: {
      note: 'The schema of the environment.',
      golden: [['current_schema() is not null', true]],
    },
    CURRENT_SESSION: {
      note: 'Another value: a warning says so.',
      golden: [['current_session() is not null', true]],
    },
    CURRENT_USER: {
      note: 'Another value: a warning says so.',
      golden: [['current_user() is not null', true]],
    },
    CURRENT_VERSION: {
      note: 'Another value: a warning says so.',
      golden: [['current_version() is not null', true]],
    },
    CURRENT_WAREHOUSE: {
      note: 'Another value: a warning says so.',
      golden: [['current_warehouse() is not null', true]],
    },
    HASH: {
      note: "Other numbers than Snowflake's, equal for equal values: a warning says so.",
      golden: [
        ['hash(1) = hash(1)', true],
        ['hash(1) = hash(2)', false],
        ["hash('a', 1) = hash('a', 1)", true],
        ['hash(null) is not null', true],
      ],
    },
    SEQ1: {
      page: 'seq1',
      note: 'Behind GENERATOR, without gaps.',
      golden: [['max(seq1()) from table(generator(rowcount => 3))', 2]],
    },
    SEQ2: {
      page: 'seq1',
      note: 'Behind GENERATOR, without gaps.',
      golden: [['max(seq2()) from table(generator(rowcount => 3))', 2]],
    },
    SEQ4: {
      page: 'seq1',
      note: 'Behind GENERATOR, without gaps.',
      golden: [['max(seq4()) from table(generator(rowcount => 3))', 2]],
    },
    SEQ8: {
      page: 'seq1',
      note: 'Behind GENERATOR, without gaps.',
      golden: [['max(seq8()) from table(generator(rowcount => 3))', 2]],
    },
  },
};
