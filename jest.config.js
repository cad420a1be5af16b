export default {
  testEnvironment: 'node',
  transform: {},
  testMatch: ['<rootDir>/__test__/**/*.test.js', '<rootDir>/examples/**/*.test.js'],
  modulePathIgnorePatterns: [
    '<rootDir>/dist',
    '<rootDir>/target',
    '<rootDir>/testing',
    '<rootDir>/bench/node_modules',
  ],
};
