/** Whole walks, kills and broken products take minutes: `npm run test:long` runs these, `npm test` all others. */
const long = process.env.HELD_TEST_LONG === '1';

/** @type {import('jest').Config} */
export default {
  rootDir: '..',
  testMatch: [long ? '<rootDir>/tests/**/*.long.test.ts' : '<rootDir>/tests/**/!(*.long).test.ts'],
  // What is built has a package.json of the same name.
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript', tsx: true }, transform: { react: { runtime: 'automatic' } }, target: 'es2022' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  testTimeout: 60_000,
  testSequencer: '<rootDir>/tests/longestFirst.js',
};
