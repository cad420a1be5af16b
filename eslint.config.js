import js from '@eslint/js';
import globals from 'globals';

export default [
  {
    ignores: [
      'dist/',
      'target/',
      'testing/s3-server/target/',
      'coverage/',
      'lib/native/',
      'bench/node_modules/',
    ],
  },
  js.configs.recommended,
  {
    languageOptions: { globals: { ...globals.node } },
    rules: {
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['index.js', 'lib/**/*.js'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'Program > ExpressionStatement > AwaitExpression',
          message: 'A module that awaits at the top cannot be required.',
        },
      ],
    },
  },
  { files: ['__test__/**/*.js'], languageOptions: { globals: { ...globals.jest } } },
];
