import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  {
    ignores: [
      '**/dist/',
      '.local/',
      '.clients/',
      '.engine/',
      'test/clients/javascript/',
      'node_modules/',
      'eslint.config.js',
      '.dependency-cruiser.js',
    ],
  },
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: [
          './tsconfig.json',
          './worker/tsconfig.json',
          './ledger/tsconfig.json',
          './page/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_' }],
      // Numbers in template strings are what most messages here are made of.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  // What must run on old versions of Node is JavaScript, which is in no project of TypeScript's.
  { files: ['**/*.js'], ...tseslint.configs.disableTypeChecked },
);
